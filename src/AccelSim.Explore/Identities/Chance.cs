using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Explore.Identities;

/// <summary>What one case of a law is drawn from: the same seed, law and number give the same case, whatever else runs.</summary>
internal sealed class Chance
{
    private readonly long seed;
    private readonly DesignRuns runs;
    private readonly Random random;

    /// <param name="seed">Of the whole verification.</param>
    /// <param name="law">Name of the law.</param>
    /// <param name="number">Case of the law, from 0.</param>
    /// <param name="attempt">Counts draws that gave no case.</param>
    /// <param name="runs">Random designs that laws share.</param>
    public Chance(long seed, string law, int number, int attempt, DesignRuns runs)
    {
        (this.seed, Number, Attempt, this.runs) = (seed, number, attempt, runs);
        random = new Random(Mix($"{law}"));
    }

    /// <summary>The case; laws about a list of known values take them in turn.</summary>
    public int Number { get; }

    public int Attempt { get; }

    /// <summary>A whole number between both bounds, which are included.</summary>
    public int Int(int least, int most) => random.Next(least, most + 1);

    public bool Bool(double probability = 0.5) => random.NextDouble() < probability;

    public double Real(double least, double most) => least + (most - least) * random.NextDouble();

    public T Pick<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    /// <summary>The known value whose turn it is.</summary>
    public T Turn<T>(params ReadOnlySpan<T> values) => values[Number % values.Length];

    /// <summary>Normally distributed values, a few of them ten times as large, a few zero.</summary>
    public float[] Values(int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            double gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(random.Next(32) switch { 0 => 10 * gauss, 1 => 0, _ => gauss });
        }
        return values;
    }

    /// <summary>A machine, operation and mapping of this case's own.</summary>
    public RandomDesigns Designs() => new(random.Next());

    /// <summary>A random operation run on a random machine under the mapper's choice; laws see the same runs.</summary>
    /// <exception cref="InfeasibleException">The machine cannot run it.</exception>
    public DesignRun Run() => runs.Of(Mix("design"));

    private int Mix(string name)
    {
        // FNV-1a: string hashes differ from process to process.
        uint hash = 2166136261;
        foreach (char c in FormattableString.Invariant($"{name}/{seed}/{Number}/{Attempt}")) hash = unchecked((hash ^ c) * 16777619);
        return (int)(hash >> 1);
    }
}
