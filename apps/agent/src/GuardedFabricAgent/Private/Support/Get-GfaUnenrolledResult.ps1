# What a run says that has no identity: it never had one, or what holds it makes no sense any more.
function Get-GfaUnenrolledResult {
    param([string]$StatePath)
    $path = Get-GfaStateFile -StatePath $StatePath -Name identity
    if (-not (Test-Path -LiteralPath $path)) { return (New-GfaRunResult -Outcome NotEnrolled -Message (Get-GfaMessage NotEnrolled)) }
    $message = Get-GfaMessage IdentityTorn $path
    Write-GfaEvent -StatePath $StatePath -Id 3007 -Level Error -Message $message
    New-GfaRunResult -Outcome NotEnrolled -Message $message
}
