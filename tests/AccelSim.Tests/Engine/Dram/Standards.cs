using System.Collections.Immutable;
using AccelSim.Engine.Dram;
using AccelSim.Input.Machines;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using AccelSim.Tests.Input;

namespace AccelSim.Tests.Engine.Dram;

/// <summary>The shipped standards, and short forms for runs on them.</summary>
internal static class Standards
{
    public static ImmutableArray<string> Names { get; } = Installation.Files.Names(DramFile.Kind);

    public static DramTiming Timing(string name) => Installation.Files.Standard(name, null).Value!;

    public static CommandTable Table(string name) => new(Timing(name));

    public static AddressOrder Order(DramTiming timing, string text) =>
        AddressOrder.TryParse(text, timing, 1, out AddressOrder? order, out string? error) ? order : throw new ArgumentException(error);

    public static AddressDecoder Decoder(DramTiming timing, string? text = null) =>
        AddressDecoder.OfPseudoChannel(Order(timing, text ?? timing.Protocol!.Mappings[0].Value), timing);

    /// <summary>A stream, or random requests, on every pseudo-channel.</summary>
    public static RequestSource Source(DramTiming timing, bool random, int readsPerThousand, long perPseudo, long seed = 1, string? order = null)
    {
        long[] counts = [.. Enumerable.Repeat(perPseudo, timing.PseudoChannels)];
        AddressDecoder decoder = Decoder(timing, order);
        return random ? new RandomSource(decoder, readsPerThousand, counts, seed, 0) : new StreamSource(decoder, readsPerThousand, counts);
    }

    /// <summary>One request at clock 0 in the first pseudo-channel.</summary>
    public static RequestSource Requests(DramTiming timing, params DramRequest[] first) =>
        new ListSource([.. Enumerable.Range(0, timing.PseudoChannels).Select(p => p == 0 ? first : (IReadOnlyList<DramRequest>)[])]);
}
