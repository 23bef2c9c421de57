using System.CommandLine;

namespace AccelSim.Cli.Help;

/// <summary>A verb with commands to try, which work as printed, one after the other, in an empty directory.</summary>
/// <param name="name">What the user types.</param>
/// <param name="summary">One sentence; the only one that the list of verbs shows.</param>
/// <param name="examples">Whole command lines.</param>
internal sealed class Verb(string name, string summary, params string[] examples) : Command(name, summary)
{
    /// <summary>Sentences under the summary in the verb's own help.</summary>
    public string Details { get; init; } = "";

    public IReadOnlyList<string> Examples => examples;
}
