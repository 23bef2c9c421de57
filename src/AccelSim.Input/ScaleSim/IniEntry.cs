using AccelSim.Input.Yaml;

namespace AccelSim.Input.ScaleSim;

/// <summary>One <c>key: value</c> of an INI file.</summary>
/// <param name="Key">As written.</param>
/// <param name="KeyAt">Where the key stands.</param>
/// <param name="Value">Without blanks around it.</param>
/// <param name="At">Where the value stands.</param>
internal sealed record IniEntry(string Key, Position KeyAt, string Value, Position At);
