using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Help;
using AccelSim.Input.Yaml;

namespace AccelSim.Cli.Verbs;

/// <summary>Options that fill a YAML block: <c>--kv-len 4096</c> stands for <c>kv_len: 4096</c>, and is read and judged by the block's own declaration.</summary>
internal sealed class BlockOptions
{
    private readonly List<(string Key, Option<string?> Option)> options = [];

    /// <summary>Adds an option for a key of the block.</summary>
    public BlockOptions Add(Command command, string key, string help, string description, bool required = false)
    {
        var option = new Option<string?>("--" + key.Replace('_', '-')) { Description = description, HelpName = help, Required = required };
        command.Add(option);
        options.Add((key, option));
        return this;
    }

    /// <summary>A problem with a key, said of the option that stands for it.</summary>
    public static Problem AsTyped(Problem problem)
    {
        string option = "--" + problem.Path.Replace('_', '-');
        if (problem.File == HelpPage.Program && problem.Path.Length > 0) return problem with { File = option, Path = "" };
        return problem.File.StartsWith(option + " ", StringComparison.Ordinal) ? problem with { Path = "" } : problem;
    }

    /// <summary>The block as typed; positions name the options.</summary>
    public YamlMapping Block(ParseResult parsed, ImmutableArray<Override> overrides)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        foreach ((string key, Option<string?> option) in options)
        {
            if (parsed.GetValue(option) is not { } text) continue;
            Position at = Position.Whole($"{option.Name} {text}");
            entries.Add(new YamlEntry(key, at, new YamlScalar(at, text)));
        }
        YamlMapping block = new(Position.Whole(HelpPage.Program), entries.ToImmutable());
        foreach (Override change in overrides) block = block.With(change.Parts, change.Value, change.At);
        return block;
    }
}
