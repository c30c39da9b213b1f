# One line in the agent's own log and, on Windows, an entry in the Application log. Never a secret: callers
# hand in messages of the strings file alone.
function Write-GfaEvent {
    param([string]$StatePath, [int]$Id, [ValidateSet('Information', 'Warning', 'Error')] [string]$Level, [string]$Message)
    $line = '{0} {1} {2} {3}' -f (ConvertTo-GfaTimestamp (Get-Date)), $Id, $Level, ($Message -replace '\s+', ' ')
    try {
        $log = Join-Path $StatePath 'agent.log'
        if ((Test-Path -LiteralPath $log) -and (Get-Item -LiteralPath $log).Length -gt 512KB) {
            Move-Item -LiteralPath $log -Destination "$log.1" -Force
        }
        Add-Content -LiteralPath $log -Value $line -Encoding UTF8 -ErrorAction Stop
    } catch {
        Write-Verbose $line
    }
    if (-not (Test-GfaCommand Microsoft.PowerShell.Management\Write-EventLog)) { return }
    $text = ConvertTo-GfaText $Message -MaximumLength 30000
    $entry = @{ LogName = 'Application'; Source = 'GuardedFabricAgent'; EventId = $Id; EntryType = $Level; Message = $text }
    try { Write-EventLog @entry -ErrorAction Stop } catch { Write-Verbose $line }
}
