using System.Collections.Immutable;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>A node of a constraint.</summary>
/// <param name="Kinds">Kinds its value may have.</param>
public abstract record ConstraintExpression(ConstraintKinds Kinds)
{
    public abstract ConstraintValue Evaluate(Func<string, YamlNode?> find);
}

internal sealed record Literal(ConstraintValue Value) : ConstraintExpression(Value.Kind)
{
    public override ConstraintValue Evaluate(Func<string, YamlNode?> find) => Value;
}

internal sealed record KeyValue(string Key, ConstraintKinds Kinds) : ConstraintExpression(Kinds)
{
    public override ConstraintValue Evaluate(Func<string, YamlNode?> find) => ConstraintValue.Of(find(Key));
}

internal sealed record Not(ConstraintExpression Inner) : ConstraintExpression(ConstraintKinds.Truth)
{
    public override ConstraintValue Evaluate(Func<string, YamlNode?> find) => ConstraintValue.Of(!Inner.Evaluate(find).IsTrue);
}

internal sealed record Junction(bool And, ConstraintExpression Left, ConstraintExpression Right) : ConstraintExpression(ConstraintKinds.Truth)
{
    public override ConstraintValue Evaluate(Func<string, YamlNode?> find) =>
        ConstraintValue.Of(And ? Left.Evaluate(find).IsTrue && Right.Evaluate(find).IsTrue : Left.Evaluate(find).IsTrue || Right.Evaluate(find).IsTrue);
}

internal sealed record Membership(ConstraintExpression Item, ImmutableArray<ConstraintExpression> Of) : ConstraintExpression(ConstraintKinds.Truth)
{
    public override ConstraintValue Evaluate(Func<string, YamlNode?> find)
    {
        ConstraintValue item = Item.Evaluate(find);
        return ConstraintValue.Of(Of.Any(member => member.Evaluate(find) == item));
    }
}

internal sealed record Comparison(string Operator, ConstraintExpression Left, ConstraintExpression Right) : ConstraintExpression(ConstraintKinds.Truth)
{
    public override ConstraintValue Evaluate(Func<string, YamlNode?> find)
    {
        ConstraintValue left = Left.Evaluate(find), right = Right.Evaluate(find);
        bool numbers = left.Kind == ConstraintKinds.Number && right.Kind == ConstraintKinds.Number;
        return ConstraintValue.Of(Operator switch
        {
            "==" => left == right,
            "!=" => left != right,
            "<" => numbers && left.Number < right.Number,
            "<=" => numbers && left.Number <= right.Number,
            ">" => numbers && left.Number > right.Number,
            ">=" => numbers && left.Number >= right.Number,
            _ => throw new InvalidOperationException($"'{Operator}' does not compare."),
        });
    }
}

internal sealed record Arithmetic(char Operator, ConstraintExpression Left, ConstraintExpression Right) : ConstraintExpression(Left.Kinds | Right.Kinds)
{
    public override ConstraintValue Evaluate(Func<string, YamlNode?> find)
    {
        ConstraintValue left = Left.Evaluate(find), right = Right.Evaluate(find);
        if (left.Kind != ConstraintKinds.Number || right.Kind != ConstraintKinds.Number) return ConstraintValue.Absent;
        return ConstraintValue.Of(Operator switch
        {
            '+' => left.Number + right.Number,
            '-' => left.Number - right.Number,
            '*' => left.Number * right.Number,
            '/' => left.Number / right.Number,
            '%' => left.Number % right.Number,
            _ => throw new InvalidOperationException($"'{Operator}' does not calculate."),
        });
    }
}
