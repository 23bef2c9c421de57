using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>A machine (<c>kind: machine</c>).</summary>
public static class MachineFile
{
    private const double Million = 1e6;

    public static FileKind<Machine> Kind { get; } =
        new("machine", "configs/machines", "A system of equal chips: cores with their units, memories, links.", Declare);

    private static ObjectType<Machine> Declare(ObjectDeclaration<Machine> file)
    {
        var cores = new IntType(1);
        var name = file.Required("name", TextType.Name, m => m.Name, "Name in results.", "my-machine");
        var description = file.Optional("description", new TextType(), m => m.Description, "", "What this machine is, in a sentence.");
        var clock = file.Required("clock", QuantityTypes.Clock, m => m.ClockHz, "Nominal core clock: the clock behind peak_tops.", "1.9 GHz");
        var load = file.Optional("clock_under_load", new ConvertedType<double, int>(new RealType(1 / Million, 1), ReadShare, ppm => ppm / Million),
            m => m.ClockUnderLoadPpm, 1_000_000, "Share of the nominal clock that is sustained under dense load; it turns cycles into time.");
        var chips = file.Optional("chips", new IntType(1, 65_536), m => m.Chips, 1, "Equal chips of the system.");
        var links = file.Block("links", OnChipYaml.Links, m => m.Links, "Chip-to-chip links; needed with more than one chip.");
        var working = file.Required("cores", cores, m => m.Cores, "Cores per chip that work: sets time.", "128");
        var fabricated = file.Optional("cores_fabricated", Lift.Nullable(cores), m => m.FabricatedCores, null, "Cores per chip on the die: sets area; by default as many as work.");
        var tensor = file.Required("tensor_unit", TensorUnitYaml.Type, m => m.TensorUnit, "Dense tensor unit of one core.");
        var sparse = file.Block("sparse_unit", SparseUnitYaml.Type, m => m.SparseUnit, "Sparse high-precision unit of one core, for SQ-format.");
        var gather = file.Block("gather_unit", UnitsYaml.Gather, m => m.GatherUnit, "Mask, top-k and gather stage of one core, for SQ activations.");
        var rescale = file.Block("rescale_unit", UnitsYaml.Rescale, m => m.RescaleUnit, "Unit of one core that applies the scales of banks and groups.");
        var vector = file.Required("vector_unit", UnitsYaml.Vector, m => m.VectorUnit, "Vector unit of one core.");
        var accumulator = file.Optional("accumulator", AccumulatorYaml.Type, m => m.Accumulator, Accumulator.Default, "How partial sums are kept.");
        var scratchpad = file.Required("scratchpad", OnChipYaml.Scratchpad, m => m.Scratchpad, "Local memory of one core.");
        var buffer = file.Required("shared_buffer", OnChipYaml.SharedBuffer, m => m.SharedBuffer, "Memory shared by all cores of a chip.");
        var network = file.Required("network", OnChipYaml.Network, m => m.Network, "Network between shared buffer and cores.");
        var memory = file.Required("memory", MemoryYaml.Type, m => m.Memory, "Off-chip memory of one chip.");
        var dma = file.Block("dma", OnChipYaml.Dma, m => m.Dma, "Limits of the DMA between DRAM and shared buffer; by default none.");
        var prefetch = file.Optional("prefetch", new EnumType<Prefetch>(("none", Prefetch.None), ("across_operations", Prefetch.AcrossOperations)),
            m => m.Prefetch, Prefetch.None, "What the DMA brings for the next operation while one computes: nothing, or the first weights of a product behind it where that saves time.");
        var launch = file.Optional("launch_overhead", QuantityTypes.Time, m => m.LaunchOverheadPs, 0, "Fixed time before the first transfer of an operation.");
        var cap = file.Optional("power_cap", Lift.Nullable(QuantityTypes.Power), m => m.PowerCapWatts, null, "Power that one chip may not exceed; does not enter the time yet (D45).");
        var silicon = file.Optional("silicon", SiliconYaml.Type, m => m.Silicon, Silicon.None, "Facts of a machine that exists, for the comparison with measured kernels.");
        var compatibility = file.Optional("compatibility", new EnumType<Compatibility>(("none", Compatibility.None), ("scalesim", Compatibility.ScaleSim)),
            m => m.Compatibility, Compatibility.None, "Whose cycle counts to reproduce; none follows causality.");
        file.Check([chips, links], v =>
        {
            if (v.Get(chips) > 1 && v.Get(links) is null) v.Report(links, $"is missing; {v.Get(chips)} chips need links with a bandwidth and a latency");
        });
        file.Check([working, fabricated], v =>
        {
            if (v.Get(fabricated) < v.Get(working)) v.Report(fabricated, $"{v.Get(fabricated)} is below cores = {v.Get(working)}; a core that works is on the die");
        });
        file.Check([compatibility, tensor], v =>
        {
            if (v.Get(compatibility) == Compatibility.ScaleSim && v.Get(tensor).Kind != TensorUnitKind.Systolic)
                v.Report(compatibility, "scalesim describes systolic arrays only; tensor_unit.kind must be systolic");
        });
        return file.Build(v => new Machine
        {
            Name = v.Get(name),
            Description = v.Get(description),
            ClockHz = v.Get(clock),
            ClockUnderLoadPpm = v.Get(load),
            Chips = v.Get(chips),
            Links = v.Get(links),
            Cores = v.Get(working),
            FabricatedCores = v.Get(fabricated) ?? v.Get(working),
            TensorUnit = v.Get(tensor),
            SparseUnit = v.Get(sparse),
            GatherUnit = v.Get(gather),
            RescaleUnit = v.Get(rescale),
            VectorUnit = v.Get(vector),
            Accumulator = v.Get(accumulator),
            Scratchpad = v.Get(scratchpad),
            SharedBuffer = v.Get(buffer),
            Network = v.Get(network),
            Memory = v.Get(memory),
            Dma = v.Get(dma),
            Prefetch = v.Get(prefetch),
            LaunchOverheadPs = v.Get(launch),
            PowerCapWatts = v.Get(cap),
            Silicon = v.Get(silicon),
            Compatibility = v.Get(compatibility),
        });
    }

    private static bool ReadShare(double share, YamlNode node, ReadContext context, out int ppm)
    {
        ppm = (int)Math.Round(share * Million);
        return true;
    }
}
