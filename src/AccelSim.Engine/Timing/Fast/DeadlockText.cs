using System.Globalization;
using System.Text;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>What a deadlock's message shows: the head of every queue with what it waits for, then every component.</summary>
internal sealed class DeadlockText(RegisterTimes registers)
{
    private readonly StringBuilder text = new("no step can proceed:");

    public DeadlockText Queue(string name, StepQueue queue)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n  {name} queue: ");
        if (queue.Count == 0)
        {
            text.Append("empty");
            return this;
        }
        string[] waits = [.. new[] { queue.Head.Wait0, queue.Head.Wait1, queue.Head.Wait2, queue.Head.Wait3 }.Where(w => !w.IsNone).Select(registers.Describe)];
        text.Append(CultureInfo.InvariantCulture, $"step {queue.HeadNumber} waits for {(waits.Length > 0 ? string.Join(", ", waits) : "nothing")}, {queue.Count - 1} behind it");
        return this;
    }

    public DeadlockText Component(string name, FormattableString state)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n  {name}: {state.ToString(CultureInfo.InvariantCulture)}");
        return this;
    }

    public override string ToString() => text.ToString();
}
