using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AccelSim.Cli.Help;
using AccelSim.Engine.Dram;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;
using AccelSim.Input.Machines;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim dram</c>: a memory alone, command by command.</summary>
internal static class DramVerb
{
    public static Command Build(Session session)
    {
        var command = new Verb("dram", "Run a pattern of requests on a DRAM standard, command by command.",
            "accelsim dram --standard hbm3 --pattern stream",
            "accelsim dram --standard all --pattern random --requests 20000 --read-share 0.7 --format csv",
            "accelsim dram --standard ddr5 --pattern stream --requests 200 --refresh none --commands commands.csv")
        {
            Details = "A channel is the standard's channel with all its pseudo-channels. stream keeps all queues full with consecutive bursts, random with bursts anywhere; "
                + "trace serves a file of lines 'R|W ADDRESS [CLOCK]'. Rules of the controller: docs/DRAM.md.",
        };
        var standard = new Option<string>("--standard") { HelpName = "STD", Required = true, Description = "Path of a DRAM file, the name of a shipped one (accelsim list dram), or all." };
        Option<string> pattern = Choice.Of("--pattern", "What is asked of the memory.", "stream", "random", "trace");
        (pattern.Required, pattern.DefaultValueFactory) = (true, null);
        var trace = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "Trace to serve with --pattern trace." };
        Option<double> share = Fraction("--read-share", "Share of reads, in thousandths; a trace has its own.");
        Option<long> requests = Choice.Whole("--requests", "Bursts over all channels; 1000000 unless given.", "N", 1, 1_000_000_000_000, () => 1_000_000);
        Option<long> channels = Choice.Whole("--channels", "Channels; 1 unless given.", "N", 1, 1024, () => 1);
        Option<string> page = Choice.Of("--page", "What becomes of a row after its last queued request.", "open", "closed", "adaptive");
        var mapping = new Option<string?>("--mapping") { HelpName = "ORDER", Description = "Address order: a name from the standard's file or an order such as RoRaBaCoBgPcCh; the file's first unless given." };
        Option<string> refresh = Choice.Of("--refresh", "How cells are refreshed.", "all-bank", "per-bank", "none");
        Option<long> postpone = Choice.Whole("--postpone", "Refreshes that may be owed while requests wait; 0 unless given.", "N", 0, 64, () => 0);
        Option<long> seed = Choice.Whole("--seed", "Seed of random patterns; 0 unless given.", "S", 0, long.MaxValue, () => 0);
        Option<string> format = Choice.Of("--format", "Form of the output; csv and json hold data only.", "table", "csv", "json");
        var commands = new Option<string?>("--commands") { HelpName = "FILE", Description = "File for every command: channel, clock, command, pseudo-channel, bank, row." };
        foreach (Option option in (Option[])[standard, pattern, share, requests, channels, page, mapping, refresh, postpone, seed, format, commands]) command.Add(option);
        command.Add(trace);
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(standard)!, kind = parsed.GetValue(pattern)!;
            string? file = parsed.GetValue(trace), log = parsed.GetValue(commands), order = parsed.GetValue(mapping);
            if (kind == "trace" != file is not null) throw new BadInputException(file is null ? "accelsim dram: FILE is missing: --pattern trace needs a trace" : $"accelsim dram: '{file}' is one word too many; only --pattern trace reads a file");
            if (file is not null && ((Option[])[share, requests, seed]).FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } own)
                throw new BadInputException($"accelsim dram: {own.Name}: is for patterns that are made up; a trace has its own requests");
            if (name == "all" && (log is not null || file is not null)) throw new BadInputException("accelsim dram: --standard all: neither a trace nor --commands goes with all standards; name one");
            var options = new DramOptions
            {
                Page = parsed.GetValue(page) switch { "closed" => PagePolicy.Closed, "adaptive" => PagePolicy.Adaptive, _ => PagePolicy.Open },
                Refresh = parsed.GetValue(refresh) switch { "per-bank" => RefreshMode.PerBank, "none" => RefreshMode.None, _ => RefreshMode.AllBank },
                Postpone = (int)parsed.GetValue(postpone),
            };
            int perThousand = (int)Math.Round(parsed.GetValue(share) * 1000), count = (int)parsed.GetValue(channels);
            string[] names = name == "all" ? [.. session.Files.Names(DramFile.Kind)] : [name];
            ImmutableArray<(DramTiming Timing, AddressOrder Order)> all = [.. names.Select(n => Standard(session, n, order, count, options, name == "all")).OfType<(DramTiming, AddressOrder)>()];
            var rows = new List<DramRow>();
            foreach ((DramTiming timing, AddressOrder places) in all)
            {
                List<(long Burst, bool IsWrite, long Arrival)>? lines = file is null ? null : DramTrace.Read(file, timing, timing.ChannelBytes * count);
                DramCounters counters = Log(log, listener =>
                {
                    var run = new DramRun(timing, options, places, count) { Log = listener };
                    return lines is not null ? run.Run(lines) : run.Run(kind == "stream" ? DramPattern.Stream : DramPattern.Random, parsed.GetValue(requests), perThousand, parsed.GetValue(seed));
                });
                double reads = lines is null ? perThousand / 1000.0 : counters.Requests > 0 ? (double)counters.Reads / counters.Requests : 0;
                rows.Add(new DramRow(timing, count, kind, reads, counters));
            }
            session.Terminal.Out.Write(parsed.GetValue(format) switch
            {
                "csv" => string.Concat(rows.Select(r => r.Cells()).Prepend([.. DramRow.Columns]).Select(cells => string.Join(',', cells) + "\n")),
                "json" => Json(rows),
                _ => Table(rows, session.Terminal.Width),
            });
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A standard and its address order; null, with a word on standard error, where one of all cannot do what is asked.</summary>
    private static (DramTiming, AddressOrder)? Standard(Session session, string name, string? order, int channels, DramOptions options, bool optional)
    {
        DramTiming timing = BadInputException.Unless(session.Files.Standard(name, null));
        string? refusal = timing.Protocol is null ? $"{timing.Standard} has no block protocol, so it cannot be run command by command" : ChannelController.Refusal(new CommandTable(timing), options);
        if (refusal is null)
        {
            ImmutableArray<KeyValuePair<string, string>> known = timing.Protocol!.Mappings;
            string text = order is null ? known[0].Value : known.FirstOrDefault(m => m.Key == order).Value ?? order;
            if (AddressOrder.TryParse(text, timing, channels, out AddressOrder? places, out refusal)) return (timing, places);
            refusal = $"--mapping {order}: {refusal}; {timing.Standard} knows {string.Join(", ", known.Select(m => m.Key))} by name";
        }
        if (!optional) throw new BadInputException($"accelsim dram: {refusal}");
        session.Terminal.Error.WriteLine($"skipped: {refusal}");
        return null;
    }

    private static DramCounters Log(string? path, Func<Action<int, IssuedCommand>?, DramCounters> run)
    {
        if (path is null) return run(null);
        DramCounters? counters = null;
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine("channel,clock,command,pseudo_channel,bank,row");
            counters = run((channel, c) => writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{channel},{c.Time},{DramCommands.Name(c.Command)},{c.PseudoChannel},{(DramCommands.IsWide(c.Command) ? "" : c.Bank)},{(c.Row < 0 ? "" : c.Row)}")));
        });
        return counters!;
    }

    private static string Table(List<DramRow> rows, int width)
    {
        string[] header = [.. DramRow.Columns, .. DramRow.MoreColumns];
        return TextTable.Render([.. header.Select(h => new TextColumn(h, IsNumber: h is not ("standard" or "pattern")))], [.. rows.Select(r => new TextRow([.. r.Cells(), .. r.MoreCells()]))], width);
    }

    private static string Json(List<DramRow> rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartArray();
            foreach (DramRow row in rows)
            {
                writer.WriteStartObject();
                foreach ((string column, string cell) in DramRow.Columns.Zip(row.Cells()))
                {
                    if (column is "standard" or "pattern") writer.WriteString(column, cell);
                    else if (cell.Length == 0) writer.WriteNull(column);
                    else writer.WritePropertyName(column);
                    if (column is not ("standard" or "pattern") && cell.Length > 0) writer.WriteRawValue(cell);
                }
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static Option<double> Fraction(string name, string description) => new(name)
    {
        Description = description + " 1 unless given.",
        HelpName = "F",
        DefaultValueFactory = _ => 1,
        CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1) return share;
            result.AddError($"{name} {text}: is not allowed; a number from 0 to 1 is needed");
            return 1;
        },
    };
}
