using System.Collections.Immutable;

namespace AccelSim.Model.Speculation;

/// <summary>
/// Rates at points of budget and context: linear in the logarithm of either between points, constant beyond them. Points of equal budget form
/// a curve over context; curves are joined over budget.
/// </summary>
public sealed record CurveAcceptance(ImmutableArray<AcceptancePoint> Points, AcceptanceEvidence Evidence, string Source) : AcceptanceModel(Evidence, Source)
{
    private readonly ImmutableArray<(double Budget, ImmutableArray<(double X, double Y)> Curve)> curves =
    [
        .. Points.GroupBy(p => p.Budget).OrderBy(g => g.Key).Select(g => (Log(g.Key), g.OrderBy(p => p.Context).Select(p => (Log(p.Context), p.Alpha)).ToImmutableArray())),
    ];

    public override double Rate(int depth, long budget, long context)
    {
        double at = Log(context);
        return Between([.. curves.Select(c => (c.Budget, Between(c.Curve, at)))], Log(budget));
    }

    private static double Log(long tokens) => Math.Log2(Math.Max(1, tokens));

    private static double Between(ImmutableArray<(double X, double Y)> points, double x)
    {
        int above = 0;
        while (above < points.Length && points[above].X < x) above++;
        if (above == 0) return points[0].Y;
        if (above == points.Length) return points[^1].Y;
        (double x0, double y0) = points[above - 1];
        (double x1, double y1) = points[above];
        return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
    }
}
