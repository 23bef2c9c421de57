using AccelSim.Gpu.Probes;
using AccelSim.Tests.Gpu.Kernels;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Probes;

public sealed class ProbeTextTests
{
    [TestCaseSource(typeof(TensorProbes), nameof(TensorProbes.All))]
    public void The_instruction_stands_in_the_text_and_no_blank_is_left(TensorProbe probe)
    {
        string text = probe.Text();
        Assert.That(text, Does.Contain(probe.Mnemonic + " {%d0").And.Not.Match("@[A-Z]+@"));
        Assert.That(text, Does.Contain($".target {probe.Target}\n"));
    }

    [TestCaseSource(typeof(TensorProbes), nameof(TensorProbes.All))]
    public void An_assembler_makes_one_matrix_instruction_of_it(TensorProbe probe)
    {
        string[] opcodes = Assembler.Assemble(probe.Text(), probe.Target);
        if (opcodes.Length == 0)
            Assert.Ignore("nvdisasm: not on the path");
        string unit = probe.Left.Kind == AccelSim.Model.Formats.ScalarKind.Integer ? "I" : probe.Left.Bits == 8 ? "Q" : "H";
        Assert.That(opcodes, Has.Length.EqualTo(1));
        Assert.That(opcodes[0], Does.StartWith(unit + (probe.Rows == 64 ? "GMMA" : "MMA")));
    }

    [Test]
    public void Names_are_unique_and_every_generation_runs_what_it_has()
    {
        Assert.That(TensorProbes.All.Select(p => p.Name), Is.Unique);
        Assert.That(GpuGeneration.All.SelectMany(g => g.Capabilities), Is.Unique);
        Assert.That(GpuGeneration.Of(90)!.Probes.Count(), Is.EqualTo(TensorProbes.All.Length));
        Assert.That(GpuGeneration.Of(80)!.Probes, Has.None.Matches<TensorProbe>(p => p is null || p.Target != "sm_80"));
        Assert.That(GpuGeneration.Of(120), Is.Null);
    }

    [Test]
    public void Every_probe_of_every_generation_has_a_model()
    {
        string[] without = [.. GpuGeneration.All.SelectMany(g => g.Probes.Where(p => ProbeModel.Of(g, p) is null).Select(p => $"{g}: {p}"))];
        Assert.That(without, Is.Empty);
    }
}
