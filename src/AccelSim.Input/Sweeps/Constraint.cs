using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>A condition on swept values; combinations for which it does not hold are left out.</summary>
/// <param name="Text">As written.</param>
/// <param name="Root">The parsed condition.</param>
public sealed record Constraint(string Text, ConstraintExpression Root)
{
    /// <summary>Whether the combination stays.</summary>
    /// <param name="find">Value of a swept key, or null.</param>
    public bool Holds(Func<string, YamlNode?> find) => Root.Evaluate(find).IsTrue;
}
