using System.Collections.Immutable;
using AccelSim.Input.Yaml;
using AccelSim.Model.Speculation;

namespace AccelSim.Input.Speculation;

/// <summary>The block <c>acceptance</c> of a strategy: one rate, a rate per depth, or a curve over budget and context.</summary>
internal static class AcceptanceYaml
{
    private static readonly RealType Rate = new(0, 1);

    public static ObjectType<AcceptanceModel> Type { get; } = Declare();

    private static ObjectType<AcceptanceModel> Declare()
    {
        var block = new ObjectDeclaration<AcceptanceModel>("acceptance");
        var alpha = block.Optional("alpha", Lift.Nullable(Rate), a => (a as ConstantAcceptance)?.Alpha, null, "The same rate for every draft token.");
        var depths = block.Optional("depths", new ListType<double>(Rate), a => (a as DepthAcceptance)?.Rates ?? [], [], "A rate for each depth, the last for all beyond.");
        var curve = block.Optional("curve", new ListType<AcceptancePoint>(Point()), a => (a as CurveAcceptance)?.Points ?? [], [], "Rates at budgets and contexts, linear in their logarithms between.");
        var evidence = block.Optional("evidence", new EnumType<AcceptanceEvidence>(("measured", AcceptanceEvidence.Measured), ("derived", AcceptanceEvidence.Derived), ("assumed", AcceptanceEvidence.Assumed)),
            a => a.Evidence, AcceptanceEvidence.Assumed, "What the rates rest on: stated by who measured, inverted from measured tokens per step, or neither.");
        var source = block.Optional("source", new TextType(), a => a.Source, "", "Where the rates come from.");
        block.Check([alpha, depths, curve], v =>
        {
            int forms = (v.Get(alpha) is null ? 0 : 1) + (v.Given(depths) ? 1 : 0) + (v.Given(curve) ? 1 : 0);
            if (forms != 1) v.Report(alpha, $"{forms} of the keys alpha, depths and curve are given; exactly one is needed");
        });
        return block.Build(v => v.Get(alpha) is { } one ? new ConstantAcceptance(one, v.Get(evidence), v.Get(source))
            : v.Given(curve) ? new CurveAcceptance(v.Get(curve), v.Get(evidence), v.Get(source))
            : new DepthAcceptance(v.Given(depths) ? v.Get(depths) : [0], v.Get(evidence), v.Get(source)));
    }

    private static ObjectType<AcceptancePoint> Point()
    {
        var block = new ObjectDeclaration<AcceptancePoint>("a point of the curve");
        var budget = block.Optional("budget", new WholeType(0), p => p.Budget, 0, "Tokens in the draft's cache; 0 where it does not matter.");
        var context = block.Optional("context", new WholeType(0), p => p.Context, 0, "Tokens of the sequence; 0 where it does not matter.");
        var alpha = block.Required("alpha", Rate, p => p.Alpha, "Rate of acceptance.", "0.8");
        return block.Build(v => new AcceptancePoint(v.Get(budget), v.Get(context), v.Get(alpha)));
    }
}
