namespace AccelSim.Explore.Timelines;

/// <summary>Takes what is to be shown, in no particular order of time.</summary>
internal interface ITimelineSink
{
    /// <summary>A span on a lane; spans of one lane never overlap.</summary>
    void Span(TimelineLane lane, in TimelineSpan span);

    /// <summary>From a core cycle on so many steps of a queue are under way.</summary>
    void Depth(StepQueue queue, long cycle, long steps);
}
