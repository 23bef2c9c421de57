using System.Globalization;
using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>A value in a constraint. Quantities are numbers in base units (Hz, bytes, bytes per second, ps, W).</summary>
/// <param name="Kind">Which of the others counts.</param>
/// <param name="Number">Numbers; 1 and 0 for truth.</param>
/// <param name="Text">Texts.</param>
public readonly record struct ConstraintValue(ConstraintKinds Kind, double Number, string Text)
{
    public static readonly ConstraintValue Absent = new(ConstraintKinds.Absent, 0, "");

    public bool IsTrue => Kind == ConstraintKinds.Truth && Number != 0;

    public static ConstraintValue Of(bool truth) => new(ConstraintKinds.Truth, truth ? 1 : 0, "");

    public static ConstraintValue Of(double number) => new(ConstraintKinds.Number, number, "");

    public static ConstraintValue Of(string text) => new(ConstraintKinds.Text, 0, text);

    /// <summary>A swept value: truth, number or quantity where it reads as one, else text.</summary>
    public static ConstraintValue Of(YamlNode? node)
    {
        if (node is null) return Absent;
        if (node is not YamlScalar scalar) return Of(YamlText.Inline(node));
        if (scalar.Quoted) return Of(scalar.Text);
        if (scalar.Text is "true" or "false") return Of(scalar.Text == "true");
        if (double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) return Of(number);
        foreach (Dimension dimension in Dimensions.All)
        {
            if (QuantityText.TryParse(scalar.Text, dimension, out decimal amount, out _)) return Of((double)amount);
        }
        return Of(scalar.Text);
    }
}
