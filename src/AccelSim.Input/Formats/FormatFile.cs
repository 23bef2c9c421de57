using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;

namespace AccelSim.Input.Formats;

/// <summary>Number formats that a user declares (<c>kind: format</c>); those under configs/formats are known everywhere.</summary>
public static class FormatFile
{
    public static FileKind<FormatSet> Kind { get; } =
        new("format", "configs/formats", "Number formats beside the built-in ones.", Declare);

    private static ObjectType<FormatSet> Declare(ObjectDeclaration<FormatSet> file)
    {
        file.Optional("description", new TextType(), _ => "", "", "What these formats are for, in a sentence.");
        var formats = file.Required("formats", new ListType<FormatDeclaration>(Declaration()), f => f.Declarations,
            "Formats in order; later ones may build on earlier ones.", "[{name: fp8_e3m4, float: {exponent_bits: 3, mantissa_bits: 4, bias: 3}}]");
        return file.Build(v => new FormatSet(v.Get(formats), Extend(v, formats, v.Get(formats))));
    }

    private static ObjectType<FormatDeclaration> Declaration()
    {
        var block = new ObjectDeclaration<FormatDeclaration>("a format");
        var name = block.Required("name", TextType.Name, f => f.Name, "Name in files and on the command line.", "my_format");
        var integer = block.Optional("integer", Lift.Nullable(new IntType(2, 32)), f => f.Integer, null, "A signed integer of so many bits on the symmetric range.");
        var real = block.Block("float", Float(), f => f.Float, "A float by its fields.");
        var blocks = block.Block("block", Block(), f => f.Block, "Blocks of elements along K under one scale.");
        var alias = block.Block("alias", new TextType("a number format"), f => f.Alias, "Another spelling that the name stands for.");
        block.Check([name, integer, real, blocks, alias], v =>
        {
            int forms = (v.Get(integer) is null ? 0 : 1) + (v.Get(real) is null ? 0 : 1) + (v.Get(blocks) is null ? 0 : 1) + (v.Get(alias) is null ? 0 : 1);
            if (forms != 1) v.Report(name, $"{v.Get(name)} has {forms} of the keys integer, float, block and alias; exactly one is needed");
        });
        return block.Build(v => new FormatDeclaration
        {
            Name = v.Get(name),
            Integer = v.Get(integer),
            Float = v.Get(real),
            Block = v.Get(blocks),
            Alias = v.Get(alias),
        });
    }

    private static ObjectType<DeclaredFloat> Float()
    {
        var block = new ObjectDeclaration<DeclaredFloat>("a float");
        var exponent = block.Required("exponent_bits", new IntType(1, 8), f => f.ExponentBits, "Width of the exponent.", "4");
        var mantissa = block.Required("mantissa_bits", new IntType(0, 23), f => f.MantissaBits, "Width of the fraction.", "3");
        var bias = block.Required("bias", new IntType(-126, 149), f => f.Bias, "Exponent bias.", "7");
        var specials = block.Optional("specials",
            new EnumType<SpecialValues>(("none", SpecialValues.None), ("ieee", SpecialValues.Ieee), ("nan_all_ones", SpecialValues.NanAllOnes), ("nan_negative_zero", SpecialValues.NanNegativeZero)),
            f => f.Specials, SpecialValues.None, "Which codes are not finite numbers.");
        var signed = block.Optional("signed", BoolType.Instance, f => f.Signed, true, "False for a type that serves as a scale only.");
        return block.Build(v => new DeclaredFloat(v.Get(exponent), v.Get(mantissa), v.Get(bias), v.Get(specials), v.Get(signed)));
    }

    private static ObjectType<DeclaredBlock> Block()
    {
        var block = new ObjectDeclaration<DeclaredBlock>("a block");
        var element = block.Required("element", TextType.Name, b => b.Element, "Scalar format of the elements.", "int4");
        var size = block.Required("size", new IntType(1, 65_536), b => b.Size, "Elements along K under one scale.", "32");
        var scale = block.Required("scale", TextType.Name, b => b.Scale, "Scalar format of the scale: a float or e8m0.", "e8m0");
        var tensor = block.Block("tensor_scale", TextType.Name, b => b.TensorScale, "Scalar format of one more scale for the whole tensor.");
        var power = block.Optional("element_exponent", new IntType(-64, 64), b => b.ElementExponent, 0, "Fixed power of two on every element.");
        return block.Build(v => new DeclaredBlock(v.Get(element), v.Get(size), v.Get(scale), v.Get(tensor), v.Get(power)));
    }

    private static FormatCatalogue Extend(FieldValues values, Field at, ImmutableArray<FormatDeclaration> declarations)
    {
        FormatCatalogue catalogue = values.Context.Files.Formats;
        for (int i = 0; i < declarations.Length; i++)
        {
            if (Fault(declarations[i], catalogue) is not { } fault) catalogue = With(catalogue, declarations[i]);
            else
            {
                YamlNode node = values.Node(at) is YamlSequence list ? list.Items[i] : values.Node(at)!;
                values.Context.Log.Add(node.At, string.Create(CultureInfo.InvariantCulture, $"{at.Key}[{i}]"), fault);
            }
        }
        return catalogue;
    }

    private static string? Fault(FormatDeclaration format, FormatCatalogue catalogue)
    {
        if (catalogue.Fault(format.Name) is { } taken) return taken;
        if (format.Float is { } real) return ScalarFormat.FloatFault(format.Name, real.ExponentBits, real.MantissaBits, real.Bias, real.Specials, real.Signed);
        if (format.Alias is { } alias) return FormatParser.TryParse(alias, catalogue, out _, out string? error) ? null : error;
        if (format.Block is not { } block) return null;
        foreach (string? name in (string?[])[block.Element, block.Scale, block.TensorScale])
        {
            if (name is not null && catalogue.FindScalar(name) is null)
                return $"unknown scalar format '{name}'{Suggestion.For(name, catalogue.Scalars.Select(s => s.Name))}";
        }
        return BlockScaledFormat.Fault(format.Name, catalogue.FindScalar(block.Element)!, block.Size, catalogue.FindScalar(block.Scale)!,
            block.TensorScale is null ? null : catalogue.FindScalar(block.TensorScale));
    }

    private static FormatCatalogue With(FormatCatalogue catalogue, FormatDeclaration format)
    {
        if (format.Integer is { } bits) return catalogue.With(ScalarFormat.Integer(format.Name, bits));
        if (format.Float is { } real) return catalogue.With(ScalarFormat.Float(format.Name, real.ExponentBits, real.MantissaBits, real.Bias, real.Specials, real.Signed));
        if (format.Block is { } block)
        {
            return catalogue.With(new BlockScaledFormat(format.Name, catalogue.FindScalar(block.Element)!, block.Size, catalogue.FindScalar(block.Scale)!,
                block.TensorScale is null ? null : catalogue.FindScalar(block.TensorScale), block.ElementExponent));
        }
        return FormatParser.TryParse(format.Alias, catalogue, out NumberFormat? target, out _) ? catalogue.With(format.Name, target) : catalogue;
    }
}
