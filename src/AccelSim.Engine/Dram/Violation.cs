namespace AccelSim.Engine.Dram;

/// <summary>A rule that a stream of commands breaks.</summary>
/// <param name="Index">Place of the command in the stream.</param>
/// <param name="Command">The command.</param>
/// <param name="Rule">What it breaks: a row of the table, or a rule of banks, buses or refresh.</param>
/// <param name="Detail">The two times or states in words.</param>
public sealed record Violation(int Index, IssuedCommand Command, string Rule, string Detail)
{
    public override string ToString() => FormattableString.Invariant($"command {Index} at clock {Command.Time}: {Rule}: {Detail}");
}
