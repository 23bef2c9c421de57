namespace AccelSim.Engine.Functional.Quantisation.Grids;

/// <summary>The representable weights of a format as an error-feedback sweep meets them: k ascending, segment by segment, column by column.</summary>
public interface IWeightGrid
{
    /// <summary>Elements along K that are decided together (scales, masks) when the first of them is reached.</summary>
    int Segment { get; }

    /// <summary>Fixes scales and masks of the segment that starts at <paramref name="first"/> from the weights as compensated so far.</summary>
    /// <param name="column">Output column.</param>
    /// <param name="first">First k of the segment.</param>
    /// <param name="rest">Every weight from there to the end of K.</param>
    void Enter(int column, int first, ReadOnlySpan<float> rest);

    /// <summary>Stores the code of a weight and returns the value it stands for.</summary>
    float Round(int column, int k, float value);
}
