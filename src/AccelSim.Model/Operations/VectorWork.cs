namespace AccelSim.Model.Operations;

/// <summary>Element operations of a vector unit per element of a tile (or in total, where a count is meant).</summary>
/// <param name="Adds">Additions, subtractions, comparisons.</param>
/// <param name="Multiplies">Multiplications.</param>
/// <param name="Exps">Exponentials, reciprocals, roots, sigmoids.</param>
/// <param name="Converts">Format conversions.</param>
public readonly record struct VectorWork(long Adds, long Multiplies, long Exps, long Converts)
{
    public static VectorWork operator *(VectorWork work, long times) =>
        new(work.Adds * times, work.Multiplies * times, work.Exps * times, work.Converts * times);

    public static VectorWork operator +(VectorWork a, VectorWork b) =>
        new(a.Adds + b.Adds, a.Multiplies + b.Multiplies, a.Exps + b.Exps, a.Converts + b.Converts);
}
