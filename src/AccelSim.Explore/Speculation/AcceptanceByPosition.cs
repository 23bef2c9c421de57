using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>What a trace says about acceptance: of the drafts that came as far as a position, how many were accepted there.</summary>
/// <param name="Positions">Reached and accepted at position 1, 2, and so on.</param>
/// <param name="Rows">Steps of single sequences.</param>
/// <param name="Tokens">Tokens that came out.</param>
public sealed record AcceptanceByPosition(ImmutableArray<(long Reached, long Accepted)> Positions, long Rows, long Tokens)
{
    public static AcceptanceByPosition Of(ImmutableArray<AcceptanceStep> trace) => new(
        [
            .. Enumerable.Range(1, trace.Max(r => r.Drafted)).Select(p => (trace.LongCount(r => r.Drafted >= p && r.Accepted >= p - 1), trace.LongCount(r => r.Accepted >= p))),
        ], trace.Length, trace.Sum(r => (long)r.Tokens));

    /// <summary>Accepted over judged tokens: the maximum-likelihood rate of a geometric law; NaN without drafts.</summary>
    public double Alpha => (double)Positions.Sum(p => p.Accepted) / Positions.Sum(p => p.Reached);

    public double TokensPerStep => (double)Tokens / Rows;

    public string Csv() => "position,reached,accepted,rate\n" + string.Concat(Positions.Select((p, i) =>
        string.Create(CultureInfo.InvariantCulture, $"{i + 1},{p.Reached},{p.Accepted},{Rate(p)}\n")));

    public override string ToString()
    {
        var text = new StringBuilder();
        if (!Positions.IsEmpty)
            text.Append(TextTable.Render([new("position", IsNumber: true), new("reached", IsNumber: true), new("accepted", IsNumber: true), new("rate", IsNumber: true)],
                [.. Positions.Select((p, i) => new TextRow([Text(i + 1), Text(p.Reached), Text(p.Accepted), Rate(p)]))], 0));
        text.Append(CultureInfo.InvariantCulture, $"{Rows} steps of a sequence, {Tokens} tokens, {TokensPerStep:0.000} per step");
        if (!Positions.IsEmpty) text.Append(CultureInfo.InvariantCulture, $"; alpha {Alpha:0.000}");
        return text.Append('\n').ToString();
    }

    public void Write(string csv, string png)
    {
        AtomicFile.Write(csv, Csv());
        if (Positions.IsEmpty) return;
        LinePlot.Draw("Acceptance by position in the draft", new PlotAxis("Position", "token", Log: false), new PlotAxis("Rate of acceptance", Log: false, FromZero: true),
            [
                PlotSeries.Of("at the position", Positions.Select((p, i) => (i + 1.0, p.Reached == 0 ? double.NaN : (double)p.Accepted / p.Reached))),
                PlotSeries.Of("alpha of all", [(1, Alpha), (Positions.Length, Alpha)], markers: false),
            ]).WriteFile(png);
    }

    private static string Rate((long Reached, long Accepted) p) => p.Reached == 0 ? "" : ((double)p.Accepted / p.Reached).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
