using AccelSim.Model.Formats;
using CsCheck;

namespace AccelSim.Tests.Model.Formats;

/// <summary>Random members of every family of formats.</summary>
internal static class FormatGen
{
    public static readonly ScalarFormat[] Operands = [.. ScalarFormats.All.Where(s => !s.ScaleOnly)];

    private static readonly ScalarFormat[] Scaled = [.. Operands.Where(s => s.NeedsScale)];

    private static readonly Gen<ScalarFormat?> Scale = Gen.OneOf<ScalarFormat?>(null, ScalarFormats.Fp16, ScalarFormats.Fp32, ScalarFormats.E8M0);

    public static readonly Gen<PlainFormat> Plain = Gen.Frequency(
        (1, Gen.OneOf(Operands).Select(e => new PlainFormat(e))),
        (3, Gen.Select(Gen.OneOf(Scaled), Gen.OneOf(0, 1, 4, 20, 32, 64, 128), Scale, Gen.OneOf(1, 1, 16, 128))
            .Select((e, g, s, v) => new PlainFormat(e, g, s, g == 0 ? 1 : v))));

    public static readonly Gen<TwoFourFormat> TwoFour = Plain.Where(p => p.Group % 4 == 0).Select(p => new TwoFourFormat(p));

    private static readonly (ScalarFormat High, ScalarFormat Low)[] Pairs =
    [
        .. from high in Scaled from low in Scaled where SqFormat.Fault(high, low, 2, 1) is null select (high, low),
    ];

    public static readonly Gen<SqFormat> Sq =
        from pair in Gen.OneOf(Pairs)
        from bank in Gen.Int[2, 130]
        from high in Gen.Int[1, bank - 1]
        from mask in Gen.OneOf<SqMask?>(null, SqMask.Static, SqMask.Dynamic)
        from scale in Scale
        select new SqFormat(pair.High, pair.Low, bank, high, mask, scale);

    public static readonly Gen<NumberFormat> Any = Gen.OneOf(
        Plain.Select(f => (NumberFormat)f),
        TwoFour.Select(f => (NumberFormat)f),
        Sq.Select(f => (NumberFormat)f),
        Gen.OneOf([.. BlockScaledFormats.All]).Select(f => (NumberFormat)f));

    public static readonly NumberFormat[] Catalogue = [.. FormatCatalogue.BuiltIn.Formats, .. FormatCatalogue.ParametricExamples];
}
