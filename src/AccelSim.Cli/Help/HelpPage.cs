using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;
using AccelSim.Explore.Reports;

namespace AccelSim.Cli.Help;

/// <summary>The text of <c>--help</c>: what a verb does, its usage, its options with units and defaults, and commands to try.</summary>
internal static class HelpPage
{
    public const string Program = "accelsim";

    /// <summary>The page of a command.</summary>
    /// <param name="command">A verb, a verb under it, or the root.</param>
    /// <param name="path">Names from the root to it, the program's included: <c>accelsim list machines</c>.</param>
    /// <param name="width">Columns to fill.</param>
    public static string Of(Command command, string path, int width)
    {
        var text = new StringBuilder();
        Paragraph(text, command.Description ?? "", width);
        if (command is Verb { Details.Length: > 0 } detailed) Paragraph(text.Append('\n'), detailed.Details, width);
        text.Append(CultureInfo.InvariantCulture, $"\nUsage:\n  {Usage(command, path)}\n");
        Section(text, "Verbs", command.Subcommands.Where(c => !c.Hidden).Select(c => (string.Join(' ', (string[])[c.Name, .. c.Arguments.Select(Name)]), c.Description ?? "")), width);
        Section(text, "Arguments", command.Arguments.Select(a => (Name(a), a.Description ?? "")), width);
        Section(text, "Options", command.Options.Where(o => !o.Hidden).Select(o => (Name(o), Description(o))), width);
        if (command is Verb { Examples.Count: > 0 } verb)
        {
            text.Append(verb.Examples.Count > 1 ? "\nExamples:\n" : "\nExample:\n");
            foreach (string example in verb.Examples) text.Append(CultureInfo.InvariantCulture, $"  {example}\n");
        }
        if (command is RootCommand) text.Append(CultureInfo.InvariantCulture, $"\nHelp on a verb, with examples: {Program} VERB --help\n");
        return text.ToString();
    }

    private static string Usage(Command command, string path)
    {
        IEnumerable<string> parts = [path, .. command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0).Select(a => a.Arity.MaximumNumberOfValues > 1 ? Name(a) + "..." : Name(a))];
        if (command.Subcommands.Any(c => !c.Hidden)) parts = parts.Append(command is RootCommand ? "VERB ..." : string.Join('|', command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)));
        parts = [.. parts, .. command.Options.Where(o => o.Required).Select(Name), .. command.Arguments.Where(a => a.Arity.MinimumNumberOfValues == 0).Select(a => $"[{Name(a)}]")];
        return string.Join(' ', command.Options.Any(o => !o.Required && o is not HelpOption) ? parts.Append("[options]") : parts);
    }

    private static void Section(StringBuilder text, string title, IEnumerable<(string Name, string Description)> lines, int width)
    {
        (string Name, string Description)[] all = [.. lines];
        if (all.Length == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"\n{title}:\n");
        int left = Math.Min(all.Max(l => l.Name.Length), 34);
        foreach ((string name, string description) in all)
        {
            string[] wrapped = [.. TextWidth.Wrap(description, Math.Max(30, width - left - 4))];
            bool fits = name.Length <= left;
            if (!fits) text.Append(CultureInfo.InvariantCulture, $"  {name}\n");
            for (int i = 0; i < wrapped.Length; i++)
                text.Append("  ").Append((fits && i == 0 ? name : "").PadRight(left)).Append("  ").Append(wrapped[i]).Append('\n');
        }
    }

    private static void Paragraph(StringBuilder text, string words, int width)
    {
        foreach (string line in TextWidth.Wrap(words, width)) text.Append(line).Append('\n');
    }

    private static string Name(Argument argument) => argument.HelpName ?? argument.Name;

    private static string Name(Option option) => option switch
    {
        HelpOption => string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Append(option.Name)),
        _ when option.HelpName is { } value => $"{option.Name} {value}",
        _ => option.Name,
    };

    private static string Description(Option option)
    {
        string text = option.Description ?? "";
        if (option.Required) text += " Required.";
        bool shows = option is Option<string> or Option<long> && option.HasDefaultValue && !text.Contains("unless given", StringComparison.Ordinal);
        return shows ? string.Create(CultureInfo.InvariantCulture, $"{text} [{option.GetDefaultValue()}]") : text;
    }
}
