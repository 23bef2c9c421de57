using System.Text.Json;
using AccelSim.Explore.Explanations;
using AccelSim.Input.Machines;
using AccelSim.Model.Machines;
using AccelSim.Tests.House;
using AccelSim.Tests.Input;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Explanations;

/// <summary>Every number of a machine file is tried or excluded with a reason, and every change is one that a file may hold.</summary>
public sealed class SensitivityCatalogueTests
{
    private static IEnumerable<string> Machines => Installation.Files.Names(MachineFile.Kind);

    private static Machine Load(string name) => MachineFile.Kind.Load(name, [], Installation.Files).Value!;

    [Test]
    public void Every_number_of_the_schema_is_tried_or_excluded_with_a_reason()
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "configs", "schema", "machine.schema.json")));
        string[] numbers = [.. Numbers(schema.RootElement, "")];
        string[] known = [.. SensitivityCatalogue.All.Select(s => s.Key), .. SensitivityCatalogue.Excluded.Select(e => e.Key)];
        Assert.That(numbers, Has.Length.GreaterThan(35));
        Assert.That(known, Is.Unique);
        Assert.That(numbers.Except(known), Is.Empty, "a new number of the machine goes into SensitivityCatalogue.All, or into Excluded with a reason");
        Assert.That(known.Except(numbers), Is.Empty, "no longer a number of the machine");
        Assert.That(SensitivityCatalogue.Excluded.Select(e => e.Reason), Is.All.Not.Empty);
    }

    [TestCaseSource(nameof(Machines))]
    public void A_changed_machine_is_one_that_a_file_may_describe(string name)
    {
        foreach (ParameterChange change in SensitivityCatalogue.All.SelectMany(s => s.Changes(Load(name))))
        {
            string text = MachineFile.Kind.Write(change.Machine);
            var read = Installation.Read(MachineFile.Kind, text);
            Assert.That(Installation.Messages(read), Is.Empty, change.Key);
            Assert.That(MachineFile.Kind.Write(read.Value!), Is.EqualTo(text), change.Key);
            Assert.That(text, Is.Not.EqualTo(MachineFile.Kind.Write(Load(name))), change.Key);
        }
    }

    [TestCaseSource(nameof(Machines))]
    public void The_printed_change_is_the_one_simulated_and_a_tenth_or_the_next_value_beyond(string name)
    {
        foreach (ParameterChange change in SensitivityCatalogue.All.SelectMany(s => s.Changes(Load(name))))
        {
            bool capped = change.Key == "clock_under_load";
            Assert.That(Math.Abs(change.Percent), Is.GreaterThanOrEqualTo(capped ? 0 : 10), change.Key);
            if (change.Key.Contains('*') || change.Key.Contains("macs_per_cycle") || change.Key is "tensor_unit.rows" or "tensor_unit.cols") continue;
            // A core more than the die has takes one that is fabricated with it.
            if (change.Key == "cores" && change.To > Load(name).FabricatedCores) continue;
            // The text itself, typed after --set, gives the same machine.
            var typed = MachineFile.Kind.Load(name, [Installation.Set($"{change.Key}={change.Text(change.To)}")], Installation.Files);
            Assert.That(Installation.Messages(typed), Is.Empty, change.Key);
            Machine expected = change.Key == "cores" ? change.Machine with { FabricatedCores = typed.Value!.FabricatedCores } : change.Machine;
            if (change.Key == "memory.channels") expected = expected with { Memory = expected.Memory with { CapacityBytes = typed.Value!.Memory.CapacityBytes } };
            Assert.That(MachineFile.Kind.Write(typed.Value!), Is.EqualTo(MachineFile.Kind.Write(expected)), change.Key);
        }
    }

    [Test]
    public void Whole_numbers_go_to_the_next_legal_value()
    {
        Machine machine = Load("sq-next");
        ParameterChange Of(string key) => SensitivityCatalogue.All.SelectMany(s => s.Changes(machine)).Single(c => c.Key == key);
        Assert.That((Of("memory.channels").From, Of("memory.channels").To), Is.EqualTo((128, 141)));
        Assert.That(Of("tensor_unit.macs_per_cycle.int8xint8").To, Is.EqualTo(4608), "18 x 256: a whole number per output");
        Assert.That(Of("sparse_unit.queue_depth").To, Is.EqualTo(3));
        Assert.That(Of("memory.latency").To, Is.EqualTo(450));
        Assert.That(Of("scratchpad.capacity").Text(Of("scratchpad.capacity").To), Is.EqualTo("564 KiB"));
        Assert.That(Of("clock").Text(Of("clock").To), Is.EqualTo("2.09 GHz"));
        Assert.That(Of("launch_overhead").Text(Of("launch_overhead").To), Is.EqualTo("450 ns"));
    }

    private static IEnumerable<string> Numbers(JsonElement node, string path)
    {
        foreach (JsonElement one in Alternatives(node))
        {
            if (one.TryGetProperty("properties", out JsonElement properties))
            {
                foreach (string key in properties.EnumerateObject().SelectMany(p => Numbers(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}"))) yield return key;
            }
            else if (one.TryGetProperty("additionalProperties", out JsonElement more) && more.ValueKind == JsonValueKind.Object && IsNumber(more)) yield return $"{path}.*";
            else if (IsNumber(one)) yield return path;
        }
    }

    private static IEnumerable<JsonElement> Alternatives(JsonElement node) => node.TryGetProperty("anyOf", out JsonElement any) ? any.EnumerateArray() : [node];

    private static bool IsNumber(JsonElement node)
    {
        if (node.TryGetProperty("items", out JsonElement items)) return IsNumber(items);
        if (node.TryGetProperty("pattern", out JsonElement pattern) && pattern.GetString()!.Contains("[0-9]*", StringComparison.Ordinal)) return true;
        if (!node.TryGetProperty("type", out JsonElement type)) return false;
        string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : [type.GetString()!];
        // A text may look like a number or a truth value to a YAML reader; description is one.
        return types.Intersect(["integer", "number"]).Any() && !types.Contains("boolean");
    }
}
