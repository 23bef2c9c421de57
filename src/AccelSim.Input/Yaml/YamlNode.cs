namespace AccelSim.Input.Yaml;

/// <summary>A node of a YAML tree that remembers where it came from. Immutable, so one tree serves all points of a sweep on all threads.</summary>
/// <param name="At">First character of the node.</param>
public abstract record YamlNode(Position At)
{
    /// <summary>The node in words for messages, such as <c>'12 GHz'</c> or <c>a list</c>.</summary>
    public abstract string InWords { get; }
}
