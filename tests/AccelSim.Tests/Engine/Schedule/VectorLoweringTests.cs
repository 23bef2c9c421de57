using AccelSim.Engine.Mappers;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Steps;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Schedule;

/// <summary>Nothing is lost or done twice when element-wise work is cut into steps.</summary>
public sealed class VectorLoweringTests
{
    private static void Check(Func<Machine, VectorOperation, Mapping, StreamTotals, string?> law) => Seeds.Check(1500, designs =>
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        if (operation is not VectorOperation vector) return null;
        new Mapper(machine).Check(vector, map);
        return law(machine, vector, map, new StreamTotals(Lowering.Lower(machine, vector, [map]).Stream));
    });

    private static IEnumerable<long> WaveRows(VectorOperation vector, Mapping map)
    {
        long wave = (long)map.TileM * map.CoresM;
        for (long start = 0; start < vector.Rows; start += wave) yield return Math.Min(wave, vector.Rows - start);
    }

    [Test]
    public void Loads_add_up_to_the_inputs_and_stores_to_the_outputs() => Check((_, vector, map, totals) =>
    {
        long read = WaveRows(vector, map).Sum(rows => vector.Inputs * vector.Input.Store(OperandRole.Output, vector.Cols, rows).Bytes);
        long written = WaveRows(vector, map).Sum(rows => vector.OutputBytes(rows, vector.Cols));
        long loads = totals.MemoryBytes(Operand.Input), stores = totals.Stores.Sum(s => s.Bytes);
        return loads == read && stores == written ? null : $"loads {loads} of {read}, stores {stores} of {written}";
    });

    [Test]
    public void Every_tile_is_loaded_computed_and_stored_once() => Check((_, _, _, totals) =>
    {
        TilePosition[] Of(StepKind kind) => [.. totals.Steps.Where(s => s.Kind == kind && s.Operand != Operand.NextWeights).Select(s => s.Position)];
        TilePosition[] loads = Of(StepKind.Load);
        return loads.Distinct().Count() == loads.Length && loads.SequenceEqual(Of(StepKind.Vector)) && loads.SequenceEqual(Of(StepKind.Store)) ? null : "tiles differ";
    });

    [Test]
    public void The_vector_unit_is_busy_at_least_as_long_as_the_lead_cores_elements_take() => Check((machine, vector, map, totals) =>
    {
        VectorUnit unit = machine.VectorUnit;
        long elements = WaveRows(vector, map).Sum(rows => Math.Min(map.TileM, rows)) * vector.Cols;
        VectorWork w = vector.WorkPerElement;
        double perElement = (double)w.Adds / unit.AddPerCycle + (double)w.Multiplies / unit.MultiplyPerCycle
            + (double)w.Exps / unit.ExpPerCycle + (double)w.Converts / unit.ConvertPerCycle;
        double cycles = elements * perElement;
        long busy = totals.Steps.Where(s => s.Kind == StepKind.Vector).Sum(s => s.Cycles);
        long steps = totals.Steps.Count(s => s.Kind == StepKind.Vector);
        return busy >= cycles - 1e-6 && busy <= cycles + 4 * steps ? null : $"busy {busy} for work of {cycles}";
    });
}
