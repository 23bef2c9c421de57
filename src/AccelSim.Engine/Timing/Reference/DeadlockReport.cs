using System.Text;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>What a deadlock's message shows.</summary>
internal static class DeadlockReport
{
    public static string Write(Scoreboard board, LoadPath loads, Core[] cores, StorePath stores, MemorySystem memory)
    {
        var text = new StringBuilder();
        Core lead = cores[0];
        Head(text, "load", loads.Head, board);
        Head(text, "tensor", lead.Tensor.FetchHead, board);
        Head(text, "vector", lead.Vector.Head, board);
        Head(text, "up", lead.Up.Head, board);
        text.AppendLine(loads.ToString());
        text.AppendLine(stores.ToString());
        for (int c = 0; c < cores.Length; c++) text.Append("core ").Append(c).Append(": ").AppendLine(cores[c].ToString());
        for (int b = 0; b < memory.Buses.Count; b++) text.Append("bus ").Append(b).Append(": ").AppendLine(memory.Buses[b].ToString());
        return text.ToString();
    }

    private static void Head(StringBuilder text, string queue, StepState? head, Scoreboard board)
    {
        text.Append(queue).Append(" queue: ");
        if (head is null)
        {
            text.AppendLine("empty");
            return;
        }
        text.Append(head);
        foreach (Wait wait in head.Waits) text.Append($", register {wait.Register} has {board.Signals(wait)} of {wait.Version}");
        text.AppendLine();
    }
}
