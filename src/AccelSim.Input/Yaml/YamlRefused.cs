namespace AccelSim.Input.Yaml;

/// <summary>Stands where an alias or another refused construct stood, whose problem is already reported; reading it fails without a second message.</summary>
/// <param name="At">First character.</param>
public sealed record YamlRefused(Position At) : YamlNode(At)
{
    public override string InWords => "refused";
}
