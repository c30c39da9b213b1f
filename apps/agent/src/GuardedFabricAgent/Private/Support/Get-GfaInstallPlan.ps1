# What Install- would do, one object for each step.
function Get-GfaInstallPlan {
    param([string]$Server, [string]$StatePath, [string]$Account)
    $as = if ($Account) { $Account } else { 'SYSTEM' }
    $steps = [ordered]@{
        Folder = Get-GfaMessage PlanFolder $StatePath, $as
        EventSource = Get-GfaMessage PlanEventSource
        Enrolment = Get-GfaMessage PlanEnrolment $Server
        Task = Get-GfaMessage PlanTask $as
        Snapshot = Get-GfaMessage PlanSnapshot $Server
    }
    foreach ($step in $steps.Keys) { New-Object psobject -Property ([ordered]@{ Step = $step; WhatIf = $steps[$step] }) }
}
