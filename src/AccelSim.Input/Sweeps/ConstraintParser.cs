using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>
/// Parses <c>or, and, not, == != &lt; &lt;= &gt; &gt;=, in (a, b), + - * / %</c>, parentheses, numbers with or without a unit, quoted texts and swept keys.
/// </summary>
internal sealed class ConstraintParser
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ","];
    private readonly string text;
    private readonly IReadOnlyDictionary<string, ConstraintKinds> keys;
    private int at;
    private int start;
    private string token = "";
    private ConstraintValue? literal;

    private ConstraintParser(string text, IReadOnlyDictionary<string, ConstraintKinds> keys)
    {
        this.text = text;
        this.keys = keys;
    }

    /// <summary>Parses; false with the offset of the first fault.</summary>
    public static bool TryParse(string text, IReadOnlyDictionary<string, ConstraintKinds> keys, out ConstraintExpression? root, out int offset, out string error)
    {
        var parser = new ConstraintParser(text, keys);
        try
        {
            parser.Advance();
            root = parser.Truth(parser.Or, out _);
            if (parser.token.Length > 0) throw new Fault(parser.start, $"'{parser.token}' is not expected here; and, or, or the end of the condition is");
            offset = 0;
            error = "";
            return true;
        }
        catch (Fault fault)
        {
            root = null;
            offset = fault.Offset;
            error = fault.Message;
            return false;
        }
    }

    private ConstraintExpression Or() => Joined("or", And, and: false);

    private ConstraintExpression And() => Joined("and", Negation, and: true);

    private ConstraintExpression Joined(string word, Func<ConstraintExpression> part, bool and)
    {
        int from = start;
        ConstraintExpression left = part();
        while (token == word)
        {
            Need(left, ConstraintKinds.Truth, from, "a condition");
            Advance();
            left = new Junction(and, left, Truth(part, out from));
        }
        return left;
    }

    private ConstraintExpression Negation()
    {
        if (token != "not") return Compared();
        Advance();
        return new Not(Truth(Negation, out _));
    }

    private ConstraintExpression Compared()
    {
        int from = start;
        ConstraintExpression left = Sum();
        if (token == "in") return Member(left);
        if (token is not ("==" or "!=" or "<" or "<=" or ">" or ">=")) return left;
        (string compare, int operatorAt) = (token, start);
        Advance();
        int rightAt = start;
        ConstraintExpression right = Sum();
        if (compare is "==" or "!=")
        {
            if ((left.Kinds & right.Kinds & ~ConstraintKinds.Absent) == 0) throw new Fault(operatorAt, $"a {Words(left.Kinds)} never equals a {Words(right.Kinds)}");
        }
        else
        {
            Need(left, ConstraintKinds.Number, from, "a number");
            Need(right, ConstraintKinds.Number, rightAt, "a number");
        }
        return new Comparison(compare, left, right);
    }

    private Membership Member(ConstraintExpression item)
    {
        Advance();
        Expect("(");
        var members = ImmutableArray.CreateBuilder<ConstraintExpression>();
        do
        {
            if (members.Count > 0) Advance();
            members.Add(Sum());
        }
        while (token == ",");
        Expect(")");
        return new Membership(item, members.ToImmutable());
    }

    private ConstraintExpression Sum() => Calculated(Product, "+", "-");

    private ConstraintExpression Product() => Calculated(Factor, "*", "/", "%");

    private ConstraintExpression Calculated(Func<ConstraintExpression> part, params string[] operators)
    {
        int from = start;
        ConstraintExpression left = part();
        while (operators.Contains(token) && literal is null)
        {
            char calculate = token[0];
            Need(left, ConstraintKinds.Number, from, "a number");
            Advance();
            from = start;
            ConstraintExpression right = part();
            Need(right, ConstraintKinds.Number, from, "a number");
            left = new Arithmetic(calculate, left, right);
        }
        return left;
    }

    private ConstraintExpression Factor()
    {
        int from = start;
        if (literal is { } value)
        {
            Advance();
            return new Literal(value);
        }
        switch (token)
        {
            case "-":
                Advance();
                ConstraintExpression inner = Factor();
                Need(inner, ConstraintKinds.Number, from, "a number");
                return new Arithmetic('-', new Literal(ConstraintValue.Of(0d)), inner);
            case "(":
                Advance();
                ConstraintExpression group = Or();
                Expect(")");
                return group;
            case "true" or "false":
                bool truth = token == "true";
                Advance();
                return new Literal(ConstraintValue.Of(truth));
            case "":
                throw new Fault(start, "the condition ends here; a value is needed");
        }
        if (!keys.TryGetValue(token, out ConstraintKinds kinds))
        {
            string swept = $"swept are {string.Join(", ", keys.Keys)}";
            throw new Fault(from, char.IsLetter(token[0]) || token[0] == '_'
                ? $"'{token}' is not a swept key{Suggestion.ForPath(token, [.. keys.Keys])}; {swept}; texts stand in quotes"
                : $"'{token}' is not expected here; a value is needed");
        }
        string key = token;
        Advance();
        return new KeyValue(key, kinds);
    }

    private ConstraintExpression Truth(Func<ConstraintExpression> part, out int from)
    {
        from = start;
        ConstraintExpression expression = part();
        Need(expression, ConstraintKinds.Truth, from, "a condition");
        return expression;
    }

    private static void Need(ConstraintExpression expression, ConstraintKinds kind, int from, string words)
    {
        if ((expression.Kinds & kind) == 0) throw new Fault(from, $"this is a {Words(expression.Kinds)}; {words} is needed");
    }

    private void Expect(string symbol)
    {
        if (token != symbol || literal is not null) throw new Fault(start, $"'{symbol}' is needed here{(token.Length > 0 ? $", not '{token}'" : "")}");
        Advance();
    }

    private void Advance()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        start = at;
        literal = null;
        token = "";
        if (at >= text.Length) return;
        char c = text[at];
        if (c is '\'' or '"') Quoted(c);
        else if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))) Number();
        else if (char.IsLetter(c) || c == '_')
        {
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.')) at++;
            token = text[start..at];
        }
        else
        {
            token = Symbols.FirstOrDefault(s => text.AsSpan(at).StartsWith(s, StringComparison.Ordinal)) ?? throw new Fault(at, $"'{c}' means nothing in a condition");
            at += token.Length;
        }
    }

    private void Quoted(char quote)
    {
        int end = text.IndexOf(quote, at + 1);
        if (end < 0) throw new Fault(at, "this text has no closing quote");
        token = text[at..(end + 1)];
        literal = ConstraintValue.Of(text[(at + 1)..end]);
        at = end + 1;
    }

    private void Number()
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.') && !char.IsLetter(text[at])) at++;
        decimal factor = 1;
        string number = text[start..at];
        int unitAt = at;
        while (unitAt < text.Length && text[unitAt] == ' ') unitAt++;
        Unit? unit = Dimensions.All.SelectMany(d => d.Units).OrderByDescending(u => u.Symbol.Length)
            .FirstOrDefault(u => text.AsSpan(unitAt).StartsWith(u.Symbol, StringComparison.Ordinal)
                && (unitAt + u.Symbol.Length >= text.Length || !char.IsLetterOrDigit(text[unitAt + u.Symbol.Length]) && text[unitAt + u.Symbol.Length] is not ('_' or '.')));
        if (unit is not null)
        {
            factor = unit.Factor;
            at = unitAt + unit.Symbol.Length;
        }
        token = text[start..at];
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)) throw new Fault(start, $"'{number}' is not a number");
        literal = ConstraintValue.Of((double)((decimal)value * factor));
    }

    private static string Words(ConstraintKinds kinds) =>
        (kinds & ConstraintKinds.Number) != 0 ? "number" : (kinds & ConstraintKinds.Text) != 0 ? "text" : "condition";

    private sealed class Fault(int offset, string message) : Exception(message)
    {
        public int Offset { get; } = offset;
    }
}
