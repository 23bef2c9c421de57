using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>Sliding windows of a config.json: the window, and which layers have it.</summary>
internal static class HuggingFaceWindow
{
    private const string Sliding = "sliding_attention";

    public static SlidingWindow? Read(JsonKeys keys, string type, int layers)
    {
        if (type is not ("mistral" or "mixtral" or "qwen2" or "qwen3" or "qwen3_moe" or "gemma2" or "gemma3" or "gemma3_text" or "gpt_oss"))
            return null;
        bool byDefault = type is "mistral" or "mixtral";
        if (type.StartsWith("qwen", StringComparison.Ordinal) && !keys.Bool("use_sliding_window", false))
            return null;
        if (!keys.Has("sliding_window"))
        {
            if (!byDefault)
                keys.Report("sliding_window", "is missing; a whole number from 1 is needed");
            return null;
        }
        int tokens = keys.Int("sliding_window");
        if (keys.Texts("layer_types") is { } types)
            return FromTypes(keys, types, tokens);
        switch (type)
        {
            case "gemma2" or "gpt_oss":
                return new SlidingWindow(tokens, 1, 1);
            case "gemma3" or "gemma3_text":
                return new SlidingWindow(tokens, keys.Int("sliding_window_pattern", 6, 2) - 1, 1);
            case "mistral" or "mixtral":
                return new SlidingWindow(tokens);
        }
        int full = keys.Int("max_window_layers", layers, 0);
        if (full > 0 && full < layers)
            keys.Report("max_window_layers", $"is {full} of {layers} layers; all or none of them sliding is needed");
        return full == 0 ? new SlidingWindow(tokens) : null;
    }

    private static SlidingWindow? FromTypes(JsonKeys keys, IReadOnlyList<string> types, int tokens)
    {
        if (!types.Contains(Sliding))
            return null;
        int sliding = types.TakeWhile(t => t == Sliding).Count();
        int full = types.Skip(sliding).TakeWhile(t => t != Sliding).Count();
        var window = new SlidingWindow(tokens, Math.Max(1, sliding), full);
        if (sliding == 0 || types.Where((t, layer) => (t == Sliding) != window.Covers(layer)).Any())
            keys.Report("layer_types", "is no repetition of some sliding layers followed by some full ones; only such patterns are covered");
        return window;
    }
}
