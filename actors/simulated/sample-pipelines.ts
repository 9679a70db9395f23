const tests = `      - name: Test
        script: flutter test --machine | tojunit --output build/reports/tests.xml
        timeout: 90
        test_report: build/reports/tests.xml`;

/** Reviews and branches are checked; the main branch is built for both systems, tags are released. */
export const shopPipeline = `workflows:
  checks:
    name: Checks
    triggering:
      events: [push, pull_request]
      branch_patterns:
        exclude: [main]
      cancel_previous_builds: true
    when:
      changeset:
        excludes: [docs/**]
    scripts:
      - flutter pub get
      - name: Analyze
        script: flutter analyze
${tests}
  android:
    name: Android
    max_build_duration: 15
    labels: [android]
    inputs:
      flavor:
        type: choice
        description: Which shop
        options: [production, staging]
        default: production
    environment:
      groups: [android-signing]
      vars:
        FLAVOR: \${{ inputs.flavor }}
    triggering:
      events: [push]
      branch_patterns:
        include: [main, release/*]
    when:
      changeset:
        excludes: [docs/**]
    scripts:
      - flutter pub get
${tests}
      - name: Build
        script: |
          echo "Signing $FLAVOR with the password $KEYSTORE_PASSWORD"
          flutter build apk --release --flavor $FLAVOR
        retry_on_interrupt: true
    artifacts:
      - build/**/*.apk
      - build/**/*.aab
    publishing:
      scripts:
        - name: Tell the testers
          script: echo "Build $BUILD_NUMBER of $CM_BRANCH is $CM_BUILD_STATUS"
  ios:
    name: iOS
    max_build_duration: 20
    labels: [ios]
    triggering:
      events: [push, tag]
      branch_patterns:
        include: [main]
    when:
      changeset:
        includes: [lib/**, ios/**]
    scripts:
      - flutter pub get
      - name: Pods
        script: pod install --repo-update
      - name: Build
        script: flutter build ipa --release
    artifacts:
      - build/ios/ipa/*.ipa
      - build/ios/archive/*.dSYM.zip
`;

/** As it came from Codemagic. */
export const kitPipeline = `workflows:
  kit:
    name: Design kit
    environment:
      flutter: stable
    triggering:
      events: [push, pull_request]
    scripts:
      - dart pub get
      - name: Analyze
        script: dart analyze
${tests}
`;

export const bundlePipeline = `workflows:
  mobile:
    name: Mobile
    triggering:
      events: [push, pull_request]
      cancel_previous_builds: true
    scripts:
      - flutter pub get
${tests}
      - name: Build
        script: flutter build appbundle --release
        when:
          condition: env.CM_PULL_REQUEST == "false"
    artifacts:
      - build/**/*.aab
`;

export const toolsPipeline = `workflows:
  tools:
    name: Release tools
    triggering:
      events: [push, tag]
    scripts:
      - name: Lint
        script: make lint
        ignore_failure: true
      - name: Test
        script: gotestsum --junitfile report.xml ./...
        timeout: 90
        test_report: report.xml
      - name: Package
        script: make dist
    artifacts:
      - dist/*.zip
`;

/** A workflow without scripts: what it leads to says why it cannot be used. */
export const brokenPipeline = `workflows:
  checks:
    name: Checks
    scirpts:
      - flutter test
`;
