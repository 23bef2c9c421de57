using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

public sealed class OperationPatternTests
{
    [TestCase("layers.0-1.*", "layers.0.down_proj", ExpectedResult = true)]
    [TestCase("layers.0-1.*", "layers.1.experts.down_proj", ExpectedResult = true)]
    [TestCase("layers.0-1.*", "layers.2.down_proj", ExpectedResult = false)]
    [TestCase("layers.0-1.*", "layers.10.down_proj", ExpectedResult = false)]
    [TestCase("layers.0-1.*", "layers.0", ExpectedResult = false)]
    [TestCase("layers.3,7-9.o_proj", "layers.8.o_proj", ExpectedResult = true)]
    [TestCase("layers.3,7-9.o_proj", "layers.4.o_proj", ExpectedResult = false)]
    [TestCase("layers.12.o_proj", "layers.12.o_proj", ExpectedResult = true)]
    [TestCase("*.down_proj", "layers.31.down_proj", ExpectedResult = true)]
    [TestCase("*.down_proj", "layers.31.experts.down_proj", ExpectedResult = true)]
    [TestCase("*.down_proj", "down_proj", ExpectedResult = false)]
    [TestCase("*.*_proj", "layers.31.o_proj", ExpectedResult = true)]
    [TestCase("*.experts.*", "layers.31.shared_experts.down_proj", ExpectedResult = false)]
    [TestCase("*", "lm_head", ExpectedResult = true)]
    [TestCase("lm_head", "lm_head", ExpectedResult = true)]
    [TestCase("**", "layers.31.o_proj", ExpectedResult = true)]
    [TestCase("layers.**.down_proj", "layers.31.experts.down_proj", ExpectedResult = true)]
    [TestCase("*_proj", "layers.31.experts.down_proj", ExpectedResult = true)]
    [TestCase("attention", "layers.0.attention", ExpectedResult = true)]
    [TestCase("layers", "layers.0.attention", ExpectedResult = false)]
    public bool A_pattern_matches(string pattern, string name) => new OperationPattern(pattern).Matches(name);

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("layers..x")]
    [TestCase("layers.5-3.*")]
    [TestCase("layers.1-2-3.*")]
    [TestCase("layers.1,.*")]
    [TestCase("layers.99999999999.*")]
    [TestCase("down proj")]
    [TestCase("[ab]")]
    public void A_text_that_is_no_pattern_is_refused(string text)
    {
        Assert.That(OperationPattern.Fault(text), Is.Not.Null.And.Not.Empty);
        Assert.That(() => new OperationPattern(text), Throws.ArgumentException);
    }

    [Test]
    public void A_range_matches_its_numbers_and_no_others() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 50], Gen.Int[0, 300]).Sample((first, more, layer) =>
            new OperationPattern($"layers.{first}-{first + more}.*").Matches($"layers.{layer}.o_proj") == (layer >= first && layer <= first + more));

    [Test]
    public void Equal_texts_are_equal_patterns()
    {
        OperationPattern first = new("a.*"), same = new("a.*"), other = new("b.*");
        Assert.That(first, Is.EqualTo(same).And.Not.EqualTo(other));
    }
}
