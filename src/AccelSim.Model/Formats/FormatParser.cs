using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AccelSim.Model.Formats;

/// <summary>
/// Reads the FMT spelling of the contract:
/// <c>int8</c>, <c>int4(g=128)</c>, <c>fp8_e4m3(g=128x128,scale=fp32)</c>, <c>mxfp4</c>, <c>2:4(FMT)</c>,
/// <c>sq(HIGH/LOW,b=BANK,s=SPARSITY[,static|,dynamic][,scale=fp16|fp32|e8m0])</c>. Blanks and case do not matter; options come in any order.
/// </summary>
public static class FormatParser
{
    /// <summary>A fault of 10^-6 in (1-s)*b forgives the decimal spelling of a sparsity such as 1/3, not another sparsity.</summary>
    private const double WholeTolerance = 1e-6;

    private static readonly ScalarFormat[] Scales = [ScalarFormats.Fp16, ScalarFormats.Fp32, ScalarFormats.E8M0];

    /// <summary>False with an error that says what is wrong and what is allowed.</summary>
    public static bool TryParse(
        string? text, FormatCatalogue catalogue, [NotNullWhen(true)] out NumberFormat? format, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        string compact = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
        try
        {
            format = Parse(compact, catalogue);
            error = null;
            return true;
        }
        catch (Malformed malformed)
        {
            format = null;
            error = malformed.Message;
            return false;
        }
    }

    private static NumberFormat Parse(string text, FormatCatalogue catalogue)
    {
        if (text.Length == 0)
            throw new Malformed("a format is missing; write one such as int8, int4(g=128), mxfp4, 2:4(int8) or sq(int8/int4,b=64,s=0.875)");
        int open = text.IndexOf('(', StringComparison.Ordinal);
        string head = open < 0 ? text : text[..open];
        if (open >= 0 && (text[^1] != ')' || !IsBalanced(text)))
            throw new Malformed($"'{text}': the parentheses do not match");
        string? body = open < 0 ? null : text[(open + 1)..^1];
        if (body == "")
            throw new Malformed($"'{text}': nothing stands between the parentheses");
        if (head == "2:4")
            return ParseTwoFour(body, catalogue);
        if (head.Equals("sq", StringComparison.OrdinalIgnoreCase))
            return ParseSq(body, catalogue);
        NumberFormat named = catalogue.Find(head) ?? throw Unknown(head, catalogue);
        if (body is null)
            return named;
        return named is PlainFormat plain && plain.Name.Equals(head, StringComparison.OrdinalIgnoreCase)
            ? ParsePlain(plain.Element, body)
            : throw new Malformed($"'{head}' takes no parameters: write '{head}' alone");
    }

    private static PlainFormat ParsePlain(ScalarFormat element, string body)
    {
        var options = new OptionList($"{element}({body})", body, "g=N, g=NxM or scale=fp16|fp32|e8m0");
        int group = 0;
        int groupVectors = 1;
        if (options.Take("g") is { } text)
        {
            string[] sides = text.Split('x', 'X');
            if (sides.Length > 2)
                throw new Malformed($"g={text}: a group is a number of elements along K, or two as in g=128x128");
            group = Whole("g", sides[0]);
            groupVectors = sides.Length == 2 ? Whole("g", sides[1]) : 1;
        }
        ScalarFormat? scale = TakeScale(options);
        options.RefuseRest();
        Refuse(PlainFormat.Fault(element, group, scale, groupVectors));
        return new PlainFormat(element, group, scale, groupVectors);
    }

    private static TwoFourFormat ParseTwoFour(string? body, FormatCatalogue catalogue)
    {
        if (body is null)
            throw new Malformed("2:4 needs the format of its kept values, as in 2:4(int8)");
        NumberFormat inner = Parse(body, catalogue);
        if (inner is not PlainFormat plain)
            throw new Malformed($"2:4({inner.Name}): kept values are of a plain format such as int8, int4(g=128), fp8_e4m3 or bf16");
        Refuse(TwoFourFormat.Fault(plain));
        return new TwoFourFormat(plain);
    }

    private static SqFormat ParseSq(string? body, FormatCatalogue catalogue)
    {
        const string Example = "write sq(HIGH/LOW,b=BANK,s=SPARSITY), such as sq(int8/int4,b=64,s=0.875)";
        if (body is null)
            throw new Malformed($"sq needs its parameters: {Example}");
        int comma = body.IndexOf(',', StringComparison.Ordinal);
        string[] pair = (comma < 0 ? body : body[..comma]).Split('/');
        if (pair.Length != 2)
            throw new Malformed($"sq({body}): the element types come first: {Example}");
        ScalarFormat high = Scalar(pair[0], catalogue);
        ScalarFormat low = Scalar(pair[1], catalogue);
        var options = new OptionList($"sq({body})", comma < 0 ? "" : body[(comma + 1)..], "b=BANK, s=SPARSITY, static, dynamic, mask_bits=8|1 or scale=fp16|fp32|e8m0");
        int bank = Whole("b", options.Take("b") ?? throw new Malformed($"sq({body}): the bank size b is missing: {Example}"));
        string sparsity = options.Take("s") ?? throw new Malformed($"sq({body}): the sparsity s is missing: {Example}");
        bool isStatic = options.TakeFlag("static");
        bool isDynamic = options.TakeFlag("dynamic");
        if (isStatic && isDynamic)
            throw new Malformed($"sq({body}): a mask is static or dynamic, not both");
        ScalarFormat? scale = TakeScale(options);
        SqMask? mask = isStatic ? SqMask.Static : isDynamic ? SqMask.Dynamic : null;
        int maskBits = options.Take("mask_bits") is { } bits ? Whole("mask_bits", bits) : SqFormat.DefaultMaskEntryBits;
        options.RefuseRest();
        Refuse(SqFormat.MaskFault(mask, maskBits));
        int highPerBank = HighPerBank(sparsity, bank);
        Refuse(SqFormat.Fault(high, low, bank, highPerBank, scale));
        return new SqFormat(high, low, bank, highPerBank, mask, scale, maskBits);
    }

    private static int HighPerBank(string text, int bank)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double s) || !(s > 0 && s < 1))
            throw new Malformed($"s={text}: the fraction kept in low precision lies between 0 and 1, both excluded");
        double high = (1 - s) * bank;
        double whole = Math.Round(high);
        if (whole < 1 || Math.Abs(high - whole) > WholeTolerance)
            throw new Malformed(string.Create(CultureInfo.InvariantCulture,
                $"s={text} with b={bank} makes {high:0.######} high elements a bank; (1-s)*b must be a whole number of at least 1"));
        return (int)whole;
    }

    private static ScalarFormat Scalar(string name, FormatCatalogue catalogue) =>
        catalogue.FindScalar(name)
        ?? throw new Malformed($"unknown element type '{name}'{FormatName.Suggestion(name, catalogue.Scalars.Where(s => !s.ScaleOnly).Select(s => s.Name))}");

    private static ScalarFormat? TakeScale(OptionList options)
    {
        if (options.Take("scale") is not { } name)
            return null;
        return Array.Find(Scales, s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new Malformed($"scale={name}: a scale is fp16, fp32 or e8m0{FormatName.Suggestion(name, Scales.Select(s => s.Name))}");
    }

    private static int Whole(string key, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1
            ? value
            : throw new Malformed($"{key}={text}: a whole number from 1 to {int.MaxValue} is needed");

    private static Malformed Unknown(string name, FormatCatalogue catalogue)
    {
        if (catalogue.FindScalar(name) is { } scalar)
            return new Malformed($"'{scalar}' is a scale type and cannot store an operand");
        string suggestion = FormatName.Suggestion(name, catalogue.Names);
        return new Malformed($"unknown format '{name}'"
            + (suggestion.Length > 0 ? suggestion : $"; known are {string.Join(' ', catalogue.Names)} 2:4(FMT) sq(HIGH/LOW,b=BANK,s=SPARSITY)"));
    }

    private static bool IsBalanced(string text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0 || (depth == 0 && text[i] == ')' && i < text.Length - 1))
                return false;
        }
        return depth == 0;
    }

    private static void Refuse(string? fault)
    {
        if (fault is not null)
            throw new Malformed(fault);
    }

    /// <summary>The comma-separated options between the parentheses of one format, each taken once.</summary>
    private sealed class OptionList(string whole, string body, string allowed)
    {
        private readonly List<string> left = body.Length == 0 ? [] : [.. body.Split(',')];

        public string? Take(string key)
        {
            int at = left.FindIndex(o => o.StartsWith(key + "=", StringComparison.OrdinalIgnoreCase));
            if (at < 0)
                return null;
            string value = left[at][(key.Length + 1)..];
            left.RemoveAt(at);
            return left.Exists(o => o.StartsWith(key + "=", StringComparison.OrdinalIgnoreCase))
                ? throw new Malformed($"{whole}: {key} is given twice")
                : value;
        }

        public bool TakeFlag(string word) => left.RemoveAll(o => o.Equals(word, StringComparison.OrdinalIgnoreCase)) switch
        {
            0 => false,
            1 => true,
            _ => throw new Malformed($"{whole}: {word} is given twice"),
        };

        public void RefuseRest()
        {
            if (left.Count > 0)
                throw new Malformed($"{whole}: unknown option '{left[0]}'; allowed are {allowed}");
        }
    }

    /// <summary>Carries the message for the user from the depth of the grammar to <see cref="TryParse"/>.</summary>
    private sealed class Malformed(string message) : Exception(message);
}
