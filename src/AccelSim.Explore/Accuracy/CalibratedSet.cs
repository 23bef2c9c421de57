using System.Collections.Immutable;
using AccelSim.Engine.Kernels;
using AccelSim.Model.Measured;

namespace AccelSim.Explore.Accuracy;

/// <summary>Constants of one family on one generation while they are found, and the rows that find them.</summary>
public sealed class CalibratedSet
{
    private readonly IReadOnlyDictionary<string, KernelChip> chips;
    private readonly ImmutableArray<Descent> ways;
    private int better;

    /// <param name="generation">Of all the chips.</param>
    /// <param name="family">Of all the rows.</param>
    /// <param name="chips">Chips by the machine name of the rows; their rows share the constants.</param>
    /// <param name="rows">Of the calibration half; rows that the machine cannot run are left out.</param>
    public CalibratedSet(KernelGeneration generation, KernelFamily family, IReadOnlyDictionary<string, KernelChip> chips, IEnumerable<MeasuredKernel> rows)
    {
        ImmutableArray<KernelConstant> catalogue = KernelLibrary.Families.Single(f => f.Family == family).Constants;
        (Generation, Family, this.chips) = (generation, family, chips);
        bool[] free = [.. catalogue.Select(c => KernelLibrary.Uses(generation, family, c))];
        ways = [new Descent(catalogue, free), new Descent(catalogue, free, backwards: true)];
        SharedConstants start = new([.. SharedConstants.Catalogue.Select(c => c.Start)]);
        Rows = [.. rows.Where(r => KernelModel.Run(chips[r.Machine], r, start, Values) is not null)];
    }

    public KernelGeneration Generation { get; }

    public KernelFamily Family { get; }

    public ImmutableArray<MeasuredKernel> Rows { get; }

    /// <summary>The constants of the family, of the way down that has come further.</summary>
    public ImmutableArray<double> Values => ways[better].Values;

    /// <summary>Goes on with both ways down.</summary>
    public void Pass(int passes, SharedConstants shared)
    {
        double[] errors = [.. ways.Select(w => w.Pass(passes, v => Error(shared, v)))];
        better = errors[1] < errors[0] ? 1 : 0;
    }

    /// <summary>To the digits that are written.</summary>
    public void Round() => ways[better].Round();

    /// <summary>Mean |ln(simulated / measured)|, each row capped so that outliers do not steer.</summary>
    public double Error(SharedConstants shared, ImmutableArray<double> values)
    {
        const double Cap = 0.5; // e^0.5: a row off by more than 1.65x counts as that
        double sum = 0;
        foreach (MeasuredKernel row in Rows)
        {
            KernelTime time = KernelModel.Run(chips[row.Machine], row, shared, values) ?? throw new InvalidOperationException($"{row.Place}: the machine cannot run this");
            sum += Math.Min(Cap, Math.Abs(Math.Log(time.Microseconds / row.LatencyUs)));
        }
        return Rows.IsEmpty ? 0 : sum / Rows.Length;
    }
}
