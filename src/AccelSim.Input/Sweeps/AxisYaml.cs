using System.Collections.Immutable;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>An item of <c>axes</c>.</summary>
internal static class AxisYaml
{
    private static readonly YamlType<string> Bound = new TextType("a number or a quantity");

    public static ObjectType<SweepAxis> Type { get; } = Declare();

    private static ObjectType<SweepAxis> Declare()
    {
        var block = new ObjectDeclaration<SweepAxis>("an axis");
        var key = block.Block("key", new TextType("a dotted key"), a => a.IsLinked ? null : a.Name, "Dotted key: bare for the machine, workload., gemm. or attention. for the work.");
        var values = block.Block("values", Boxed(new ListType<YamlNode>(AnyType.Instance)), a => a.IsLinked ? null : new Box<ImmutableArray<YamlNode>>([.. a.Entries.Select(e => e.Values[0].Value)]),
            "Values one by one.");
        var range = block.Block("range", Range(), _ => null, "Evenly spaced values, both ends included.");
        var log = block.Block("log", Log(), _ => null, "Values at equal ratios.");
        var name = block.Block("name", TextType.Name, a => a.IsLinked ? a.Name : null, "Linked axes: name of the axis; the same key in the maps labels each entry in a column of its own.");
        var linked = block.Block("linked", Boxed(new ListType<AxisEntry>(Linked())), a => a.IsLinked ? new Box<ImmutableArray<AxisEntry>>(a.Entries) : null,
            "Keys that move together: a list of maps from dotted key to value.");
        block.Check([key, values, range, log, name, linked], v =>
        {
            int forms = (v.Get(values) is null ? 0 : 1) + (v.Get(range) is null ? 0 : 1) + (v.Get(log) is null ? 0 : 1) + (v.Get(linked) is null ? 0 : 1);
            if (forms != 1) v.Report(key, $"an axis has exactly one of values, range, log and linked; this one has {forms}");
            if (v.Get(linked) is null && v.Get(key) is null) v.Report(key, "is missing; the dotted key that the values are for is needed");
            if (v.Get(linked) is not null && v.Get(key) is not null) v.Report(key, "does not go with linked, whose maps hold the keys");
            if (v.Get(linked) is not null && v.Get(name) is null) v.Report(name, "is missing; linked axes need a name");
        });
        return block.Build(v =>
        {
            if (v.Get(linked) is { } maps) return new SweepAxis(v.Get(name)!, maps.Value) { IsLinked = true };
            ImmutableArray<YamlNode> nodes = v.Get(values)?.Value
                ?? [.. (v.Get(range) ?? v.Get(log)!).Select(text => (YamlNode)new YamlScalar((v.Node(range) ?? v.Node(log)!).At, text))];
            Position at = v.Node(key)!.At;
            return new SweepAxis(v.Get(key)!, [.. nodes.Select(node => new AxisEntry([new Override(v.Get(key)!, node, at)]))]);
        });
    }

    private static ConvertedType<ImmutableArray<KeyValuePair<string, YamlNode>>, AxisEntry> Linked() =>
        new(new MapType<YamlNode>("a dotted key", AnyType.Instance), ReadEntry, entry => [.. entry.Values.Select(v => KeyValuePair.Create(v.Key, v.Value))]);

    private static bool ReadEntry(ImmutableArray<KeyValuePair<string, YamlNode>> written, YamlNode node, ReadContext context, out AxisEntry value)
    {
        value = new AxisEntry([.. ((YamlMapping)node).Entries.Select(e => new Override(e.Key, e.Value, e.KeyAt))]);
        return true;
    }

    private static ObjectType<ImmutableList<string>> Range()
    {
        var block = new ObjectDeclaration<ImmutableList<string>>("a range");
        var from = block.Required("from", Bound, l => l[0], "First value.", "1");
        var to = block.Required("to", Bound, l => l[^1], "Last value, included when a step meets it.", "8");
        var step = block.Required("step", Bound, l => l[0], "Distance between values.", "1");
        return block.Build(v => Take(v, from, AxisSteps.Linear(v.Get(from), v.Get(to), v.Get(step), out string? error), error));
    }

    private static ObjectType<ImmutableList<string>> Log()
    {
        var block = new ObjectDeclaration<ImmutableList<string>>("a log range");
        var from = block.Required("from", Bound, l => l[0], "First value.", "1");
        var to = block.Required("to", Bound, l => l[^1], "Last value, included when a factor meets it.", "64");
        var factor = block.Optional("factor", Lift.Nullable(new RealType(1.001, 1e6)), _ => null, null, "Ratio of neighbours; either this or points.");
        var points = block.Optional("points", Lift.Nullable(new IntType(1, 10_000)), _ => null, null, "Number of values, both ends included; either this or factor.");
        block.Check([from, factor, points], v =>
        {
            if (v.Get(factor) is null == v.Get(points) is null) v.Report(from, "a log range has exactly one of factor and points");
        });
        return block.Build(v => v.Get(factor) is { } ratio
            ? Take(v, from, AxisSteps.ByFactor(v.Get(from), v.Get(to), ratio, out string? error), error)
            : Take(v, from, AxisSteps.ByCount(v.Get(from), v.Get(to), v.Get(points) ?? 1, out string? other), other));
    }

    private static ImmutableList<string> Take(FieldValues values, Field at, ImmutableArray<string> made, string? error)
    {
        if (error is not null) values.Report(at, error);
        return [.. made];
    }

    private static ConvertedType<T, Box<T>> Boxed<T>(YamlType<T> type)
    {
        return new ConvertedType<T, Box<T>>(type, Read, box => box.Value);

        static bool Read(T written, YamlNode node, ReadContext context, out Box<T> value)
        {
            value = new Box<T>(written);
            return true;
        }
    }

    /// <summary>Lets an array be absent.</summary>
    private sealed record Box<T>(T Value);
}
