function Exit-GfaLock {
    param([string]$StatePath)
    Remove-Item -LiteralPath (Join-Path $StatePath 'agent.lock') -Force -ErrorAction SilentlyContinue
}
