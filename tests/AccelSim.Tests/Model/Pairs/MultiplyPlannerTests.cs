using AccelSim.Input.Machines;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Pairs;
using AccelSim.Tests.Engine;
using AccelSim.Tests.Input;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Pairs;

/// <summary>Which unit multiplies which pair at which rate, and how a machine says that it cannot.</summary>
public sealed class MultiplyPlannerTests
{
    private static readonly string[] Shipped = [.. Installation.Files.Names(MachineFile.Kind)];

    private static readonly NumberFormat[] Catalogue = [.. FormatCatalogue.BuiltIn.Formats, .. FormatCatalogue.ParametricExamples];

    private static Machine Load(string name) => MachineFile.Kind.Load(name, [], Installation.Files).Value!;

    private static MultiplyPlan Plan(Machine machine, string activations, string weights) =>
        MultiplyPlanner.Plan(machine, NamedFormat.Of(activations), NamedFormat.Of(weights), OperandRole.Weights);

    private static Machine With(params MacRate[] rates) =>
        TestMachines.Small with { TensorUnit = TestMachines.Small.TensorUnit with { MacsPerCycle = new MacRates([.. rates]) } };

    [Test]
    public void W4A8_runs_at_the_INT8_rate_and_says_so()
    {
        MultiplyPlan plan = Plan(TestMachines.Small, "int8", "int4");
        Assert.That(plan.DenseRate, Is.EqualTo(4096));
        Assert.That(plan.LogicalRate, Is.EqualTo(4096.0));
        Assert.That(plan.Note, Is.EqualTo("int8xint4 promoted to int8xint8"));
    }

    [Test]
    public void A_native_pair_runs_without_a_note()
    {
        MultiplyPlan plan = Plan(TestMachines.Small, "int4", "int4");
        Assert.That((plan.DenseRate, plan.Note), Is.EqualTo((8192L, "")));
    }

    [Test]
    public void A_pair_is_unordered() => Assert.That(Plan(With(new MacRate("int4", "int8", 6000)), "int8", "int4"),
        Has.Property(nameof(MultiplyPlan.DenseRate)).EqualTo(6000).And.Property(nameof(MultiplyPlan.Note)).EqualTo(""));

    [Test]
    public void The_fastest_pair_that_holds_both_operands_is_taken_and_ties_go_to_the_native_one()
    {
        Assert.That(Plan(With(new("int8", "int8", 10), new("int16", "int16", 20)), "int8", "int8").DenseRate, Is.EqualTo(20));
        Assert.That(Plan(With(new("int16", "int16", 10), new("int8", "int8", 10)), "int8", "int8").Note, Is.EqualTo(""));
    }

    [Test]
    public void A_missing_unit_is_named_with_what_the_machine_has() => Assert.That(
        () => Plan(TestMachines.Small, "fp16", "fp16"),
        Throws.TypeOf<InfeasibleException>().With.Message.EqualTo("no tensor unit of small multiplies fp16 by fp16; tensor_unit.macs_per_cycle has int8xint8, int4xint4, bf16xbf16"));

    [Test]
    public void A_wider_operand_is_never_narrowed() =>
        Assert.That(() => Plan(With(new MacRate("int4", "int4", 10)), "int8", "int4"), Throws.TypeOf<InfeasibleException>());

    [Test]
    public void Promotion_never_changes_a_value(
        [Values("int2", "int4", "int8", "fp8_e4m3", "bf16", "fp16")] string activations, [Values("int3", "int6", "fp6_e3m2", "bf16")] string weights)
    {
        foreach (string input in FormatCatalogue.BuiltIn.Scalars.Where(s => !s.ScaleOnly).Select(s => s.Name))
        {
            var rates = new MacRates([new MacRate(input, input, 1)]);
            OperandKind a = OperandKind.Of(NamedFormat.Of(activations)), w = OperandKind.Of(NamedFormat.Of(weights));
            NativePair? pair = NativePair.Find(rates, a, w, canRescale: true);
            ScalarFormat unit = FormatCatalogue.BuiltIn.FindScalar(input)!;
            bool holds = unit.Contains(NamedFormat.Of(activations).Elements[0]) && unit.Contains(NamedFormat.Of(weights).Elements[0]);
            Assert.That(pair is not null, Is.EqualTo(holds), input);
        }
    }

    [Test]
    public void MX_runs_on_units_of_the_block_format_or_dequantised_to_bf16()
    {
        MultiplyPlan On(string unit) => Plan(With(new MacRate(unit, unit, 100)), "mxfp4", "mxfp4");
        Assert.That((On("mxfp4").Note, On("mxfp4").RescaleGroup), Is.EqualTo(("", 0)));
        Assert.That(On("bf16").Note, Is.EqualTo("mxfp4xmxfp4 promoted to bf16xbf16"));
        Assert.That(On("mxfp8_e4m3").Note, Is.EqualTo("mxfp4xmxfp4 promoted to mxfp8_e4m3xmxfp8_e4m3"));
        Assert.That(() => On("int8"), Throws.TypeOf<InfeasibleException>());
        Assert.That(() => On("nvfp4"), Throws.TypeOf<InfeasibleException>(), "another block and scale");
        Assert.That(() => On("fp8_e4m3"), Throws.TypeOf<InfeasibleException>(), "an 8-bit float has no room for block scales");
    }

    [Test]
    public void Two_four_doubles_the_rate_only_where_the_unit_skips()
    {
        Machine skips = TestMachines.Small with { TensorUnit = TestMachines.Small.TensorUnit with { TwoFourSparsity = true } };
        Assert.That(Plan(skips, "int8", "2:4(int8)").DenseRate, Is.EqualTo(8192));
        MultiplyPlan expanded = Plan(TestMachines.Small, "int8", "2:4(int8)");
        Assert.That((expanded.DenseRate, expanded.Note), Is.EqualTo((4096L, "2:4 expanded, runs dense")));
    }

    [Test]
    public void SQ_names_what_it_lacks()
    {
        const string Sq = "sq(int8/int4,b=64,s=0.875)";
        string Why(Machine machine, string activations, string weights) =>
            Assert.Throws<InfeasibleException>(() => Plan(machine, activations, weights))!.Message;
        Assert.That(Why(TestMachines.Small with { SparseUnit = null }, "int4", Sq), Does.Contain("need a sparse_unit"));
        Assert.That(Why(TestMachines.Small with { RescaleUnit = null }, "int4", Sq), Does.Contain("need a rescale_unit"));
        Assert.That(Why(TestMachines.Small with { GatherUnit = null }, Sq, "int4"), Does.Contain("need a gather_unit"));
        Machine unranked = TestMachines.Small with { GatherUnit = new GatherUnit { ElementsPerCycle = 1 } };
        Assert.That(Why(unranked, "sq(int8/int4,b=64,s=0.875,dynamic)", "int4"), Does.Contain("top_k above 0"));
        Assert.That(Why(TestMachines.Small, "int4", "sq(int8/int4,b=48,s=0.75)"), Does.Contain("bank size 48").And.Contain("16, 32, 64, 128"));
        Assert.That(Why(TestMachines.Small, Sq, Sq), Does.Contain("both operands are in SQ-format"));
        Assert.That(Why(TestMachines.Small, "int16", Sq), Does.Contain("no tensor unit").Or.Contain("sparse unit"));
    }

    [TestCaseSource(nameof(Shipped))]
    public void Every_pair_of_the_catalogue_plans_or_is_refused_with_a_reason_on(string name)
    {
        Machine machine = Load(name);
        int planned = 0, refused = 0;
        foreach (NumberFormat activations in Catalogue)
        {
            foreach (NumberFormat weights in Catalogue)
            {
                foreach (OperandRole role in new[] { OperandRole.Weights, OperandRole.KvKeys, OperandRole.KvValues })
                {
                    try
                    {
                        MultiplyPlan plan = MultiplyPlanner.Plan(machine, activations, weights, role);
                        planned++;
                        long most = 2 * machine.TensorUnit.MacsPerCycle.Entries.Max(e => e.MacsPerCycle);
                        Assert.That(plan.LogicalRate, Is.Positive.And.LessThanOrEqualTo(most), $"{activations} x {weights}");
                    }
                    catch (InfeasibleException why)
                    {
                        refused++;
                        Assert.That(why.Message, Has.Length.GreaterThan(20));
                    }
                }
            }
        }
        Assert.That(planned, Is.Positive);
        Assert.That(refused, Is.Positive);
    }

    [TestCaseSource(nameof(Shipped))]
    public void Every_planned_pair_also_runs_on(string name)
    {
        Machine machine = Load(name);
        var simulator = new AccelSim.Engine.Results.Simulator(machine);
        int ran = 0;
        foreach (NumberFormat activations in Catalogue)
        {
            foreach (NumberFormat weights in Catalogue)
            {
                var gemm = Gemms.Of(5, 7, 130) with { Activations = activations, Weights = weights };
                try
                {
                    simulator.Run(gemm);
                    ran++;
                }
                catch (InfeasibleException)
                {
                    // The test above asks for the reason.
                }
            }
        }
        Assert.That(ran, Is.Positive);
    }
}
