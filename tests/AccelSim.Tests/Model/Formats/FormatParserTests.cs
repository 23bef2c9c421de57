using AccelSim.Model.Formats;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats;

public sealed class FormatParserTests
{
    [Test]
    public void Every_name_reads_back_to_an_equal_format() =>
        FormatGen.Any.Sample(format => Assert.That(Parse(format.Name), Is.EqualTo(format)), iter: 5000);

    [TestCaseSource(typeof(FormatGen), nameof(FormatGen.Catalogue))]
    public void Every_catalogue_member_reads_back_to_itself(NumberFormat format) =>
        Assert.That(Parse(format.Name), Is.EqualTo(format));

    [TestCase("SQ( int8 / int4 , s = 0.875 , b = 64 )", "sq(int8/int4,b=64,s=0.875)")]
    [TestCase("sq(int8/int4,dynamic,scale=fp32,s=.75,b=16)", "sq(int8/int4,b=16,s=0.75,dynamic,scale=fp32)")]
    [TestCase("sq(fp8_e4m3/fp4_e2m1,b=64,s=0.875)", "sq(fp8_e4m3/fp4_e2m1,b=64,s=0.875)")]
    [TestCase("sq(int8/int4,b=3,s=0.6666667)", "sq(int8/int4,b=3,s=0.6666666666666666)")]
    [TestCase("int8(scale=fp32)", "int8")]
    [TestCase("int4(g=128,scale=fp16)", "int4(g=128)")]
    [TestCase("INT4(G=128)", "int4(g=128)")]
    [TestCase("2:4( int4(g=64) )", "2:4(int4(g=64))")]
    public void Spellings_become_canonical(string text, string canonical) => Assert.That(Parse(text).Name, Is.EqualTo(canonical));

    [TestCase("int9", "unknown format 'int9'; did you mean 'int8'?")]
    [TestCase("fp8", "unknown format 'fp8'; did you mean 'fp16'?")]
    [TestCase("mxpf4", "unknown format 'mxpf4'; did you mean 'mxfp4'?")]
    [TestCase("", "a format is missing; write one such as int8, int4(g=128), mxfp4, 2:4(int8) or sq(int8/int4,b=64,s=0.875)")]
    [TestCase("int4(g=0)", "g=0: a whole number from 1 to 2147483647 is needed")]
    [TestCase("int4(g=-1)", "g=-1: a whole number from 1 to 2147483647 is needed")]
    [TestCase("int4(g=128,g=64)", "int4(g=128,g=64): g is given twice")]
    [TestCase("int4(group=128)", "int4(group=128): unknown option 'group=128'; allowed are g=N, g=NxM or scale=fp16|fp32|e8m0")]
    [TestCase("int4(", "'int4(': the parentheses do not match")]
    [TestCase("int4)", "unknown format 'int4)'; did you mean 'int4'?")]
    [TestCase("int4(g=1)(g=2)", "'int4(g=1)(g=2)': the parentheses do not match")]
    [TestCase("int4()", "'int4()': nothing stands between the parentheses")]
    [TestCase("bf16(g=128)", "bf16 is stored without scales and takes no group or scale")]
    [TestCase("mxfp4(g=32)", "'mxfp4' takes no parameters: write 'mxfp4' alone")]
    [TestCase("e8m0", "'e8m0' is a scale type and cannot store an operand")]
    [TestCase("int8(scale=int4)", "scale=int4: a scale is fp16, fp32 or e8m0")]
    [TestCase("int8(scale=f16)", "scale=f16: a scale is fp16, fp32 or e8m0; did you mean 'fp16'?")]
    [TestCase("2:4", "2:4 needs the format of its kept values, as in 2:4(int8)")]
    [TestCase("2:4(mxfp4)", "2:4(mxfp4): kept values are of a plain format such as int8, int4(g=128), fp8_e4m3 or bf16")]
    [TestCase("2:4(int4(g=6))", "a scale group inside 2:4 must be a multiple of 4 elements, not g=6")]
    [TestCase("sq", "sq needs its parameters: write sq(HIGH/LOW,b=BANK,s=SPARSITY), such as sq(int8/int4,b=64,s=0.875)")]
    [TestCase("sq(int8,b=64,s=0.875)", "sq(int8,b=64,s=0.875): the element types come first: write sq(HIGH/LOW,b=BANK,s=SPARSITY), such as sq(int8/int4,b=64,s=0.875)")]
    [TestCase("sq(int8/int4,s=0.875)", "sq(int8/int4,s=0.875): the bank size b is missing: write sq(HIGH/LOW,b=BANK,s=SPARSITY), such as sq(int8/int4,b=64,s=0.875)")]
    [TestCase("sq(int8/int4,b=64)", "sq(int8/int4,b=64): the sparsity s is missing: write sq(HIGH/LOW,b=BANK,s=SPARSITY), such as sq(int8/int4,b=64,s=0.875)")]
    [TestCase("sq(int8/int4,b=4,s=0.9)", "s=0.9 with b=4 makes 0.4 high elements a bank; (1-s)*b must be a whole number of at least 1")]
    [TestCase("sq(int8/int4,b=64,s=1)", "s=1: the fraction kept in low precision lies between 0 and 1, both excluded")]
    [TestCase("sq(int8/int4,b=64,s=NaN)", "s=NaN: the fraction kept in low precision lies between 0 and 1, both excluded")]
    [TestCase("sq(int4/int8,b=64,s=0.5)", "int4/int8: the low type must be a narrower type whose values the high type holds, such as int8/int4, int4/int2 or fp8_e4m3/fp4_e2m1")]
    [TestCase("sq(int8/fp4_e2m1,b=64,s=0.5)", "int8/fp4_e2m1: the low type must be a narrower type whose values the high type holds, such as int8/int4, int4/int2 or fp8_e4m3/fp4_e2m1")]
    [TestCase("sq(bf16/int4,b=64,s=0.5)", "SQ-format is made of scaled element types (integers up to 16 bits, floats up to 8), not bf16/int4")]
    [TestCase("sq(int8/int44,b=64,s=0.5)", "unknown element type 'int44'; did you mean 'int4'?")]
    [TestCase("sq(int8/int4,b=64,s=0.5,static,dynamic)", "sq(int8/int4,b=64,s=0.5,static,dynamic): a mask is static or dynamic, not both")]
    [TestCase("sq(int8/int4,b=64,s=0.5,mask=1)", "sq(int8/int4,b=64,s=0.5,mask=1): unknown option 'mask=1'; allowed are b=BANK, s=SPARSITY, static, dynamic, mask_bits=8|1 or scale=fp16|fp32|e8m0")]
    public void Errors_say_what_is_wrong_and_what_is_allowed(string text, string expected)
    {
        Assert.That(FormatParser.TryParse(text, FormatCatalogue.BuiltIn, out var format, out string? error), Is.False);
        Assert.That(format, Is.Null);
        Assert.That(error, Is.EqualTo(expected));
    }

    [Test]
    public void A_name_near_nothing_lists_what_is_known()
    {
        Assert.That(FormatParser.TryParse("quaternion", FormatCatalogue.BuiltIn, out _, out string? error), Is.False);
        Assert.That(error, Does.StartWith("unknown format 'quaternion'; known are ").And.Contain("mxfp4").And.Contain("sq(HIGH/LOW"));
    }

    [Test]
    public void No_text_throws() =>
        Gen.String[Gen.Char["intfp2468:()=,/.sqbgdxm_ "], 0, 30].Sample(text =>
            FormatParser.TryParse(text, FormatCatalogue.BuiltIn, out var format, out string? error) ? format is not null : error is not null);

    private static NumberFormat Parse(string text)
    {
        Assert.That(FormatParser.TryParse(text, FormatCatalogue.BuiltIn, out var format, out string? error), error);
        return format!;
    }
}
