namespace Dashboard.Web.Api;

/// <summary>How an answer is written.</summary>
internal enum AnswerFormat
{
    Json,
    Csv,
}
