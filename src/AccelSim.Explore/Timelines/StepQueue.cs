namespace AccelSim.Explore.Timelines;

/// <summary>The in-order queues of docs/ENGINE.md.</summary>
internal enum StepQueue
{
    Load,
    Tensor,
    Vector,
    Up,
}
