using AccelSim.Model.Formats;

namespace AccelSim.Model.Pairs;

/// <summary>An operand as a multiplier sees it: the element codes, and whether block scales come along.</summary>
/// <param name="Name">Name in <c>macs_per_cycle</c>: the scalar type, or the block-scaled format.</param>
/// <param name="Element">Type of the codes.</param>
/// <param name="Block">The block-scaled format when scales are part of the operand, else null.</param>
/// <param name="Group">Elements along K that share a scale outside the multiplier; 0 for none or one per vector.</param>
public sealed record OperandKind(string Name, ScalarFormat Element, BlockScaledFormat? Block, int Group)
{
    /// <summary>A tensor of one element type; SQ-format has two and is split before.</summary>
    public static OperandKind Of(NumberFormat format) => format switch
    {
        BlockScaledFormat block => new(block.Name, block.Element, block, 0),
        TwoFourFormat sparse => Of(sparse.Inner),
        PlainFormat plain => Of(plain.Element, plain.Group),
        _ => throw new ArgumentException($"{format.Name} has no single element type."),
    };

    public static OperandKind Of(ScalarFormat element, int group = 0) => new(element.Name, element, null, group);

    /// <summary>Whether a unit input called <paramref name="input"/> takes this operand without changing a value.</summary>
    /// <param name="input">Name from a machine's <c>macs_per_cycle</c>.</param>
    /// <param name="dequantised">True when scales are multiplied in on the way (a float input wide enough to hold the product).</param>
    public bool FitsInput(string input, out bool dequantised)
    {
        dequantised = false;
        if (input == Name) return true;
        ScalarFormat? scalar = ScalarFormats.All.FirstOrDefault(s => s.Name == input);
        if (Block is null)
        {
            if (scalar is null || !scalar.Contains(Element)) return false;
            dequantised = Group > 0 && scalar.Kind == ScalarKind.Float && !scalar.NeedsScale;
            return true;
        }
        if (scalar is not null)
        {
            dequantised = true;
            return scalar.Kind == ScalarKind.Float && scalar.ExponentBits >= 8 && scalar.Contains(Element);
        }
        BlockScaledFormat? wider = BlockScaledFormats.All.FirstOrDefault(b => b.Name == input);
        return wider is not null && wider.Block == Block.Block && wider.Scale == Block.Scale
            && wider.TensorScale == Block.TensorScale && wider.ElementExponent == Block.ElementExponent && wider.Element.Contains(Element);
    }
}
