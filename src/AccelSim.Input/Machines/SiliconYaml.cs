using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>The block of facts about a machine that exists.</summary>
internal static class SiliconYaml
{
    public static ObjectType<Silicon> Type { get; } = Declare();

    private static ObjectType<Silicon> Declare()
    {
        var block = new ObjectDeclaration<Silicon>("silicon");
        var boost = block.Optional("boost_clock", Lift.Nullable(QuantityTypes.Clock), s => s.BoostClockHz, null,
            "Highest core clock, at which short kernels run; by default the nominal clock.");
        var stream = block.Optional("stream_share", new RealType(0.1, 1), s => s.StreamShare, 0.9, "Share of the pin bandwidth that long streams reach, as public benchmarks measured it.");
        var partitions = block.Optional("l2_partitions", new IntType(1, 64), s => s.L2Partitions, 2,
            "Parts of the L2, as the latency of a hit shows them: behind one, all lines are as near.");
        var process = block.Optional("process", Lift.Nullable(QuantityTypes.Process), s => s.ProcessNm, null, "Process of the chip, by its name; energies of an MMA are carried within one.");
        var reduces = block.Optional("reduces_in_switch", BoolType.Instance, s => s.ReducesInSwitch, false, "The switch between the chips sums what passes through it.");
        return block.Build(v => new Silicon { BoostClockHz = v.Get(boost), StreamShare = v.Get(stream), L2Partitions = v.Get(partitions), ProcessNm = v.Get(process), ReducesInSwitch = v.Get(reduces) });
    }
}
