using System.Globalization;
using System.Text;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>What a deadlock's message shows: the head of every queue with what it waits for, then every component.</summary>
internal sealed class DeadlockText(RegisterTimes registers)
{
    private readonly StringBuilder text = new("no step can proceed:");

    public DeadlockText Queue(string name, Queue<(long Number, Step Step)> queue)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n  {name} queue: ");
        if (!queue.TryPeek(out (long Number, Step Step) head))
        {
            text.Append("empty");
            return this;
        }
        string[] waits = [.. new[] { head.Step.Wait0, head.Step.Wait1, head.Step.Wait2, head.Step.Wait3 }.Where(w => !w.IsNone).Select(registers.Describe)];
        text.Append(CultureInfo.InvariantCulture, $"step {head.Number} waits for {(waits.Length > 0 ? string.Join(", ", waits) : "nothing")}, {queue.Count - 1} behind it");
        return this;
    }

    public DeadlockText Component(string name, FormattableString state)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n  {name}: {state.ToString(CultureInfo.InvariantCulture)}");
        return this;
    }

    public override string ToString() => text.ToString();
}
