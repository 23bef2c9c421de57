using System.Collections;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Schedule;

/// <summary>Steps that are lowered afresh whenever they are enumerated, without an iterator of its own around them.</summary>
internal sealed class StepStream(Func<IEnumerable<Step>> lower) : IEnumerable<Step>
{
    public IEnumerator<Step> GetEnumerator() => lower().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
