using System.Collections.Immutable;
using AccelSim.Input.Machines;
using AccelSim.Input.Operations;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>
/// Checks swept keys and each of their values by itself, before anything runs. What depends on several keys at once is judged
/// when a point is read: such a point is infeasible and stops nothing.
/// </summary>
internal sealed class SweepKeys(ReadContext context, WorkKind work)
{
    private static readonly string[] Prefixes = [.. Enum.GetValues<WorkKind>().Select(Sweep.Prefix)];

    public void Check(ImmutableArray<SweepAxis> axes, ImmutableArray<Override> fixedKeys)
    {
        var owners = new Dictionary<string, SweepAxis>(StringComparer.Ordinal);
        foreach (SweepAxis axis in axes)
        {
            foreach (string key in axis.Keys)
            {
                Override first = axis.Entries.SelectMany(e => e.Values).First(v => v.Key == key);
                if (!owners.TryAdd(key, axis)) context.Log.AddAbsolute(first.At, key, "is swept by two axes; keep one");
                else if (!axis.IsLabel(key)) Check(first, [.. axis.Entries.Select(e => e.Find(key)).OfType<YamlNode>()]);
            }
        }
        foreach (Override value in fixedKeys) Check(value, [value.Value]);
    }

    /// <summary>Checks the names of machines or workloads that stand in a list of their own.</summary>
    public static void CheckNames(ReadContext context, IEnumerable<SweepAxis> listed)
    {
        var keys = new SweepKeys(context, WorkKind.Workload);
        foreach (Override name in listed.SelectMany(axis => axis.Entries).SelectMany(e => e.Values)) keys.CheckName(name.Key, name.Value);
    }

    private void Check(Override key, ImmutableArray<YamlNode> values)
    {
        if (key.Key is "machine" or "workload")
        {
            foreach (YamlNode value in values) CheckName(key.Key, value);
            return;
        }
        string head = key.Parts[0];
        bool ofWork = Prefixes.Contains(head);
        if (ofWork && head != Sweep.Prefix(work))
        {
            context.Log.AddAbsolute(key.At, key.Key, $"this sweep runs {(work == WorkKind.Workload ? "workloads" : $"one {Sweep.Prefix(work)}")}; keys of the work begin with '{Sweep.Prefix(work)}.'");
            return;
        }
        if ((ofWork ? WorkType() : MachineFile.Kind.Type) is not { } root) return;
        ReadOnlySpan<string> inner = ofWork ? key.Parts[1..] : key.Parts;
        if (inner.IsEmpty || Overrides.TypeAt(inner, root) is not { } type)
        {
            string? fault = inner.IsEmpty ? "names no key of the work" : Overrides.Fault(inner, root);
            context.Log.AddAbsolute(key.At, key.Key, ofWork ? fault!.Replace("did you mean '", $"did you mean '{head}.", StringComparison.Ordinal) : fault!);
            return;
        }
        foreach (YamlNode value in values.Where(v => !(type is IBlockType && v is YamlScalar { Text: "none" })))
        {
            context.Log.Enter(key.Key);
            type.Accepts(value, context);
            context.Log.Leave();
        }
    }

    private void CheckName(string key, YamlNode value)
    {
        ImmutableArray<FileKind> kinds = key == "machine" ? [MachineFile.Kind] : [.. FileKinds.All.Where(k => k.Kind is "workload" or "model")];
        if (value is not YamlScalar name) context.Log.AddAbsolute(value.At, key, $"is {value.InWords}; a name or path is needed");
        else if (!kinds.IsEmpty && kinds.All(kind => context.Files.Locate(kind, name.Text) is null))
            context.Log.AddAbsolute(value.At, key, $"'{name.Text}': {InputFiles.NotFound(kinds[0], name.Text, [.. kinds.SelectMany(k => context.Files.Names(k))])}");
    }

    private YamlType? WorkType() => work switch
    {
        WorkKind.Gemm => GemmYaml.Type,
        WorkKind.Attention => AttentionYaml.Type,
        _ => FileKinds.All.FirstOrDefault(k => k.Kind == "workload")?.Type,
    };
}
