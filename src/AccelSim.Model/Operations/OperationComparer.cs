using System.Diagnostics.CodeAnalysis;

namespace AccelSim.Model.Operations;

/// <summary>Operations are the same work when everything but their names is equal; caches use this.</summary>
public sealed class OperationComparer : IEqualityComparer<Operation>
{
    public static readonly OperationComparer Instance = new();

    public bool Equals(Operation? x, Operation? y)
    {
        if (ReferenceEquals(x, y)) return true;
        return (x, y) switch
        {
            (GemmOperation a, GemmOperation b) => a.Shapes.SequenceEqual(b.Shapes)
                && a with { Name = "", Shapes = default } == b with { Name = "", Shapes = default },
            (AttentionOperation a, AttentionOperation b) => a.Shapes.SequenceEqual(b.Shapes)
                && a with { Name = "", Shapes = default } == b with { Name = "", Shapes = default },
            (null, _) or (_, null) => false,
            _ => x with { Name = "" } == y with { Name = "" },
        };
    }

    public int GetHashCode([DisallowNull] Operation obj) => obj switch
    {
        GemmOperation gemm => Shapes(gemm.Shapes, gemm.Weights.Name),
        AttentionOperation attention => Shapes(attention.Shapes, attention.KeyValue.Name),
        _ => (obj with { Name = "" }).GetHashCode(),
    };

    private static int Shapes<T>(IEnumerable<T> shapes, string format)
    {
        var hash = new HashCode();
        hash.Add(format);
        foreach (T shape in shapes) hash.Add(shape);
        return hash.ToHashCode();
    }
}
