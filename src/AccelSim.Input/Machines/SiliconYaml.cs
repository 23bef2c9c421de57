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
        var reduces = block.Optional("reduces_in_switch", BoolType.Instance, s => s.ReducesInSwitch, false, "The switch between the chips sums what passes through it.");
        return block.Build(v => new Silicon { BoostClockHz = v.Get(boost), StreamShare = v.Get(stream), ReducesInSwitch = v.Get(reduces) });
    }
}
