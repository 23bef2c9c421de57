using System.Globalization;
using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

public sealed class QuantityTests
{
    private static readonly Gen<Dimension> AnyDimension = Gen.OneOf<Dimension>([.. Dimensions.All.Where(d => d != Dimensions.Power)]);

    private static decimal Parse(string text, Dimension dimension)
    {
        Assert.That(QuantityText.TryParse(text, dimension, out decimal value, out string? error), Is.True, error);
        return value;
    }

    [Test]
    public void A_whole_number_of_base_units_round_trips() =>
        Gen.Select(AnyDimension, Gen.Long[0, 1_000_000_000_000_000]).Sample((dimension, value) =>
            Parse(QuantityText.Format(value, dimension), dimension) == value, iter: 5000);

    [Test]
    public void A_decimal_in_any_unit_is_exact() =>
        Gen.Select(AnyDimension, Gen.Int[0, 1_000_000], Gen.Int[0, 6], Gen.Int[0, 100]).Sample((dimension, digits, places, pick) =>
        {
            Unit unit = dimension.Units[pick % dimension.Units.Length];
            var amount = new decimal(digits, 0, 0, false, (byte)places);
            return Parse(string.Create(CultureInfo.InvariantCulture, $"{amount} {unit.Symbol}"), dimension) == amount * unit.Factor;
        }, iter: 5000);

    [Test]
    public void Blanks_between_number_and_unit_do_not_matter() =>
        Gen.Select(AnyDimension, Gen.Long[1, 1_000_000], Gen.String[Gen.Const(' '), 0, 3]).Sample((dimension, value, blanks) =>
            Parse($"{value}{blanks}{dimension.Base}", dimension) == value);

    [TestCase("1.5 GHz", "1.5 GHz", 1_500_000_000)]
    [TestCase("1830 MHz", "1830 MHz", 1_830_000_000)]
    [TestCase("1e9 Hz", "1 GHz", 1_000_000_000)]
    public void Frequencies_are_exact_and_written_short(string text, string written, long hertz)
    {
        Assert.That(Parse(text, Dimensions.Frequency), Is.EqualTo(hertz));
        Assert.That(QuantityText.Format(hertz, Dimensions.Frequency), Is.EqualTo(written));
    }

    [TestCase("256 KiB", 262_144)]
    [TestCase("256 kB", 256_000)]
    [TestCase("0.5 MiB", 524_288)]
    [TestCase("1TB", 1_000_000_000_000)]
    [TestCase("1 TiB", 1_099_511_627_776)]
    public void Decimal_and_binary_prefixes_differ(string text, long bytes) => Assert.That(Parse(text, Dimensions.Size), Is.EqualTo(bytes));

    [TestCase("0.5 us", 500_000)]
    [TestCase("300 ns", 300_000)]
    [TestCase("0.0005 ns", 0.5)]
    public void Times_are_picoseconds(string text, double picoseconds) => Assert.That(Parse(text, Dimensions.Time), Is.EqualTo((decimal)picoseconds));

    [TestCase("5", "has no unit")]
    [TestCase("", "is not a frequency")]
    [TestCase("GHz", "is not a frequency")]
    [TestCase("fast", "is not a frequency")]
    [TestCase("inf GHz", "is not a frequency")]
    [TestCase("1.2.3 GHz", "is not a frequency")]
    [TestCase("1e99 GHz", "is too large")]
    [TestCase("1 W", "is a power; a frequency is needed")]
    [TestCase("1 mHz", "unit 'mHz' is not known; a frequency is needed in Hz, kHz, MHz, GHz; did you mean 'MHz'?")]
    public void What_is_no_frequency_is_refused(string text, string message)
    {
        Assert.That(QuantityText.TryParse(text, Dimensions.Frequency, out _, out string? error), Is.False);
        Assert.That(error, Does.Contain(message));
    }

    [Test]
    public void Any_text_is_a_quantity_or_an_error() =>
        Gen.Select(Gen.String[Gen.Char["0123456789.eE+- kMGTiBHzs/cycle"], 0, 12], AnyDimension).Sample((text, dimension) =>
            QuantityText.TryParse(text, dimension, out _, out string? error) == error is null, iter: 20_000);

    [Test]
    public void A_suggestion_is_the_nearest_name_or_none()
    {
        Assert.That(Suggestion.Nearest("rosw", ["rows", "cols"]), Is.EqualTo("rows"));
        Assert.That(Suggestion.Nearest("elephant", ["rows", "cols"]), Is.Null);
        Assert.That(Suggestion.Nearest("hbm3_e", ["hbm3", "hbm3e", "hbm3-e"]), Is.EqualTo("hbm3-e"));
    }
}
