using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AccelSim.Explore.Timelines;

namespace AccelSim.Cli.Verbs;

/// <summary><c>--timeline</c> and the options that cut it.</summary>
internal sealed class TimelineArguments
{
    private readonly Option<string?> file = new("--timeline")
    {
        Description = "Write a timeline of units, queues, ports, DRAM channels and banks: FILE.json for ui.perfetto.dev or chrome://tracing, FILE.png or FILE.svg for a picture of one operation, the one that takes most of the time unless it is chosen.",
        HelpName = "FILE",
    };

    private readonly Option<(long From, long To)?> cycles = Range("--timeline-cycles", "Show what starts in these core cycles of each operation; unless given, the first 20,000 events of each operation, or 4,000 cycles of a picture.");

    private readonly Option<(long From, long To)?> channels = Range("--timeline-channels", "Show these DRAM buses, counted through all channels and pseudo-channels; unless given, 0..7, or 0..1 of a picture.");

    private readonly Option<string?> operation = new("--timeline-operation") { Description = "Show operations of this name only; * stands for any text.", HelpName = "PATTERN" };

    public TimelineArguments()
    {
        file.Validators.Add(result =>
        {
            string? path = result.Tokens.Count > 0 ? result.Tokens[^1].Value : null;
            if (path is not null && Path.GetExtension(path) is not (".json" or ".png" or ".svg")) result.AddError($"--timeline {path}: is not allowed; a name ending with .json, .png or .svg is needed");
        });
        foreach (Option cut in (Option[])[cycles, operation, channels])
        {
            cut.Validators.Add(result =>
            {
                if (result.GetResult(file) is null) result.AddError($"{cut.Name}: needs --timeline FILE, which it cuts");
            });
        }
    }

    public Option[] Options => [file, cycles, operation, channels];

    /// <summary>The file, or null for no timeline.</summary>
    public string? File(ParseResult parsed) => parsed.GetValue(file);

    /// <summary>Names of operations to show; null for all.</summary>
    public string? Operation(ParseResult parsed) => parsed.GetValue(operation);

    public TimelineOptions What(ParseResult parsed, bool picture)
    {
        (long From, long To)? window = parsed.GetValue(cycles);
        (long first, long last) = parsed.GetValue(channels) ?? (0, picture ? 1 : 7);
        return new TimelineOptions(window?.From ?? 0, window?.To, (int)Math.Min(first, int.MaxValue), (int)Math.Min(last, int.MaxValue));
    }

    private static Option<(long From, long To)?> Range(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "A..B",
        CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            string[] parts = text.Split("..");
            if (parts.Length == 2 && Number(parts[0], out long from) && Number(parts[1], out long to) && from <= to) return (from, to);
            result.AddError($"{name} {text}: is not allowed; two whole numbers A..B from 0 are needed, A not above B");
            return null;
        },
    };

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
