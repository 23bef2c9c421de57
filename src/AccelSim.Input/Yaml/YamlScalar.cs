namespace AccelSim.Input.Yaml;

/// <summary>A single value.</summary>
/// <param name="At">First character.</param>
/// <param name="Text">Text without quotes.</param>
/// <param name="Quoted">Whether it stood in quotes or as a block text, so that it is a text whatever it looks like.</param>
public sealed record YamlScalar(Position At, string Text, bool Quoted = false) : YamlNode(At)
{
    /// <summary>Nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string InWords => IsNull ? "empty" : Text.Length <= 60 ? $"'{Text}'" : $"'{Text[..57]}...'";
}
