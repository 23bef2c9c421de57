using System.Text.RegularExpressions;
using AccelSim.Gpu.Devices;
using AccelSim.Gpu.Driver;
using AccelSim.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime.CPU;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Kernels;

/// <summary>The PTX of the kernels, made without a device: what an assembler could change must not be there.</summary>
public sealed partial class KernelTextTests
{
    private static readonly Dictionary<string, string> Texts = [];

    private static string Text(GemmKernel kernel, int capability = 80)
    {
        lock (Texts)
        {
            string key = kernel.Name + capability;
            if (!Texts.TryGetValue(key, out string? text))
            {
                using Context context = Context.Create(builder => builder.CPU());
                Texts[key] = text = KernelText.Of(context, kernel, KernelText.ArchitectureFor(capability));
            }
            return text;
        }
    }

    [Test]
    public void Every_kernel_is_listed() =>
        Assert.That(typeof(GemmKernel).GetProperties(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public)
            .Select(p => p.GetValue(null)).OfType<GemmKernel>(), Is.EquivalentTo(GemmKernel.All));

    [TestCaseSource(typeof(GemmKernel), nameof(GemmKernel.All))]
    public void The_header_names_a_version_and_a_target_that_old_drivers_read(GemmKernel kernel)
    {
        Assert.That(Text(kernel), Does.Contain(".version 7.0\n.target sm_80\n.address_size 64").Or.Contain(".version 7.0\r\n.target sm_80"));
        Assert.That(Text(kernel, 70), Does.Contain(".target sm_70"));
    }

    [TestCaseSource(typeof(GemmKernel), nameof(GemmKernel.All))]
    public void Nothing_is_left_to_be_resolved(GemmKernel kernel) =>
        Assert.That(Text(kernel), Does.Not.Match(@"\.extern|\bcall\b|\.func\b"));

    [TestCaseSource(typeof(GemmKernel), nameof(GemmKernel.All))]
    public void Every_fp32_operation_states_its_rounding_and_keeps_subnormals(GemmKernel kernel)
    {
        string[] operations = [.. Arithmetic().Matches(Text(kernel)).Select(m => m.Value)];
        Assert.That(operations.Where(o => !Rounded().IsMatch(o)), Is.Empty, "an assembler may fuse or flush these");
        Assert.That(operations, kernel == GemmKernel.TFdpa ? Is.Empty : Is.Not.Empty);
    }

    [TestCase("mul.f32 %f1, %f2, %f3;")]
    [TestCase("add.f32 %f1, %f2, %f3;")]
    [TestCase("fma.rn.ftz.f32 %f1, %f2, %f3, %f4;")]
    [TestCase("div.approx.f32 %f1, %f2, %f3;")]
    [TestCase("cvt.f32.s64 %f1, %rd2;")]
    public void The_search_for_loose_operations_finds(string line) =>
        Assert.That(Arithmetic().Matches(line).Any(m => !Rounded().IsMatch(m.Value)), Is.True);

    [TestCaseSource(typeof(GemmKernel), nameof(GemmKernel.All))]
    public void The_parameters_are_those_that_the_launcher_packs(GemmKernel kernel)
    {
        PtxEntry entry = PtxEntry.Read(Text(kernel));
        Assert.That(entry.Sizes, Is.EqualTo((int[])[4, 16, 16, 16, 16, 16, 16, 16]));
        var views = Enumerable.Repeat((0x1234UL, 5), 7).ToArray();
        Assert.That(() => entry.Check(DriverDevice.Arguments(9, views)), Throws.Nothing);
        // A view is its address, then its length: the text loads both halves as 64 bits, and the first is what it indexes.
        Assert.That(Regex.Matches(Text(kernel), @"ld\.param\.b64\s+%rd\d+, \[_\w+(\+8)?\];"), Has.Count.EqualTo(14));
    }

    [TestCaseSource(typeof(GemmKernel), nameof(GemmKernel.All))]
    public void An_assembler_takes_the_text(GemmKernel kernel)
    {
        foreach (string target in (string[])["sm_80", "sm_90"])
            Assembler.Assemble(Text(kernel), target);
    }

    [GeneratedRegex(@"\b(add|sub|mul|fma|mad|div|rcp|sqrt|rsqrt|ex2|lg2|sin|cos|tanh)(\.\w+)*\.f(32|64|16)\b|\bcvt(\.\w+)*\.f32\.[su]\d+|\bcvt(\.\w+)*\.f32\.f64")]
    private static partial Regex Arithmetic();

    [GeneratedRegex(@"^\w+\.rn(\.sat)?\.(f32|f32\.[su]\d+)$")]
    private static partial Regex Rounded();
}
