using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>The Tensor queue as one core sees it: the steps not yet fully fetched, token by token.</summary>
internal sealed class FetchQueue(IReadOnlyList<StepState> steps, IReadOnlyList<TokenTiming> tokens)
{
    private int step;
    private long tokensOfStep;
    private long fetched;
    private long gathering;
    private long selecting;
    private long rescaling;
    private Token? previous;

    /// <summary>Step of the next token to fetch.</summary>
    public StepState? Head => step < steps.Count ? steps[step] : null;

    /// <summary>The token before the previous one: the next token takes over its operand register.</summary>
    public Token? SecondPrevious { get; private set; }

    public Token Take()
    {
        StepState from = steps[step];
        TokenTiming timing = tokens[from.Step.Token];
        tokensOfStep++;
        bool isLast = tokensOfStep == from.Step.Tokens;
        var token = new Token(from, timing, fetched++, isLast) { GatherIndex = gathering, SelectIndex = selecting, RescaleIndex = rescaling };
        if (token.Gathers) gathering++;
        if (token.Selects) selecting++;
        if (token.Rescales) rescaling++;
        SecondPrevious = previous;
        previous = token;
        if (!isLast) return token;
        step++;
        tokensOfStep = 0;
        return token;
    }
}
